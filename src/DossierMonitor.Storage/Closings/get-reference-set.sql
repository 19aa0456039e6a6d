select digest, files, clock from reference_set where digest = @digest
