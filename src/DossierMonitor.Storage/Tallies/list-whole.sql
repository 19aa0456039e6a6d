select slice_id, counts from {table}
