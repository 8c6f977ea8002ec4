-- What reports are set side by side by. It is made of the records, and `dragoman collate --anew` makes it again.

CREATE TABLE side (                      -- a report that was set beside the others
    document_id INTEGER PRIMARY KEY REFERENCES document (id),
    record_id INTEGER NOT NULL REFERENCES record (id),  -- the record it was looked at by
    came TEXT NOT NULL,                  -- when it was published, else fetched: its place in the order of time
    day INTEGER NOT NULL,                -- of publication, counted from the year 1; 0: not known
    marks BLOB NOT NULL,                 -- names, places, days, figures, words: 8 bytes each, then 8 of what it weighs
    telling BLOB NOT NULL,               -- those of them that say most, 8 bytes each
    numbers BLOB NOT NULL,               -- of runs of words, to find copies by: 8 bytes each
    chain_id INTEGER NOT NULL,           -- reports each like one of the others
    group_id INTEGER NOT NULL            -- reports alike on the whole
);
CREATE INDEX side_chain ON side (chain_id);
CREATE INDEX side_group ON side (group_id);

CREATE TABLE side_number (               -- who holds a number of `side.numbers`
    number INTEGER NOT NULL,
    document_id INTEGER NOT NULL REFERENCES document (id),
    PRIMARY KEY (number, document_id)
) WITHOUT ROWID;

CREATE TABLE side_mark (                 -- of whom a mark is telling
    mark INTEGER NOT NULL,
    day INTEGER NOT NULL,                -- of publication, as in `side`
    document_id INTEGER NOT NULL REFERENCES document (id),
    value REAL NOT NULL,                 -- its share in a report of length 1
    PRIMARY KEY (mark, day, document_id)
) WITHOUT ROWID;

CREATE TABLE rarity (                    -- in how many of some reports each mark stands: one row
    id INTEGER PRIMARY KEY CHECK (id = 1),
    documents INTEGER NOT NULL,          -- how many the store held when they were counted
    reports INTEGER NOT NULL,            -- how many were counted
    marks BLOB NOT NULL                  -- those of several reports: 8 bytes each, then 8 of how many
);

CREATE INDEX incident_made ON incident (made_by) WHERE made_by IS NOT NULL;
CREATE INDEX incident_replaced ON incident (replaced_by) WHERE replaced_by IS NOT NULL;
