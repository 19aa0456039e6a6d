select u.id, u.code, u.valid_from from {unit} u
