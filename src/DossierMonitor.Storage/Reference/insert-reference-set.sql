insert into reference_set (digest, loaded_at, files) values (@digest, @at, @files) on conflict (digest) do nothing
