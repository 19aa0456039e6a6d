select part, through from event_key_part
