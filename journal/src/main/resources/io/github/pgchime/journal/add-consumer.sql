INSERT INTO pgchime.consumer AS c (name, channels, tick, batch, entry)
    VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE
        SET channels = excluded.channels
        WHERE c.channels <> excluded.channels
