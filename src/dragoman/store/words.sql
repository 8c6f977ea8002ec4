-- Full text together with the filters: the words stand in the tables of values and only once.

CREATE VIRTUAL TABLE statement_words USING fts5 (
    who, source, roles, content, named, to_whom, through, place, keys,
    content='statement', content_rowid='id', columnsize=0, tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER statement_in AFTER INSERT ON statement BEGIN
    INSERT INTO statement_words (rowid, who, source, roles, content, named, to_whom, through, place, keys)
    VALUES (new.id, new.who, new.source, new.roles, new.content, new.named, new.to_whom, new.through, new.place, new.keys);
END;
CREATE TRIGGER statement_out AFTER DELETE ON statement BEGIN
    INSERT INTO statement_words (statement_words, rowid, who, source, roles, content, named, to_whom, through, place, keys)
    VALUES ('delete', old.id, old.who, old.source, old.roles, old.content, old.named, old.to_whom, old.through, old.place, old.keys);
END;

CREATE VIRTUAL TABLE event_words USING fts5 (
    who, source, roles, content, named, to_whom, through, place, keys,
    content='event', content_rowid='id', columnsize=0, tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER event_in AFTER INSERT ON event BEGIN
    INSERT INTO event_words (rowid, who, source, roles, content, named, to_whom, through, place, keys)
    VALUES (new.id, new.who, new.source, new.roles, new.content, new.named, new.to_whom, new.through, new.place, new.keys);
END;
CREATE TRIGGER event_out AFTER DELETE ON event BEGIN
    INSERT INTO event_words (event_words, rowid, who, source, roles, content, named, to_whom, through, place, keys)
    VALUES ('delete', old.id, old.who, old.source, old.roles, old.content, old.named, old.to_whom, old.through, old.place, old.keys);
END;

CREATE VIRTUAL TABLE figure_words USING fts5 (
    who, source, roles, content, named, to_whom, through, place, keys,
    content='figure', content_rowid='id', columnsize=0, tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER figure_in AFTER INSERT ON figure BEGIN
    INSERT INTO figure_words (rowid, who, source, roles, content, named, to_whom, through, place, keys)
    VALUES (new.id, new.who, new.source, new.roles, new.content, new.named, new.to_whom, new.through, new.place, new.keys);
END;
CREATE TRIGGER figure_out AFTER DELETE ON figure BEGIN
    INSERT INTO figure_words (figure_words, rowid, who, source, roles, content, named, to_whom, through, place, keys)
    VALUES ('delete', old.id, old.who, old.source, old.roles, old.content, old.named, old.to_whom, old.through, old.place, old.keys);
END;

CREATE VIRTUAL TABLE term_words USING fts5 (
    who, source, roles, content, named, to_whom, through, place, keys,
    content='term', content_rowid='id', columnsize=0, tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER term_in AFTER INSERT ON term BEGIN
    INSERT INTO term_words (rowid, who, source, roles, content, named, to_whom, through, place, keys)
    VALUES (new.id, new.who, new.source, new.roles, new.content, new.named, new.to_whom, new.through, new.place, new.keys);
END;
CREATE TRIGGER term_out AFTER DELETE ON term BEGIN
    INSERT INTO term_words (term_words, rowid, who, source, roles, content, named, to_whom, through, place, keys)
    VALUES ('delete', old.id, old.who, old.source, old.roles, old.content, old.named, old.to_whom, old.through, old.place, old.keys);
END;

CREATE VIRTUAL TABLE entity_name_words USING fts5 (
    name, content='entity_name', content_rowid='id', columnsize=0, tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER entity_name_in AFTER INSERT ON entity_name BEGIN
    INSERT INTO entity_name_words (rowid, name) VALUES (new.id, new.name);
END;
