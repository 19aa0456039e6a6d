select id, code, valid_from from {unit}
