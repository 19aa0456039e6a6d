insert into reference_set (digest, loaded_at, files, clock) values (@digest, @at, @files, @clock) on conflict (digest) do nothing
