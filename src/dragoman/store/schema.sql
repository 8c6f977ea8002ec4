-- A desk: many reports in one SQLite file. This is the schema as it is now; migrate.py brings older files to it.
--
-- What is kept for good: document, text, record, input, review, incident_step, original. A record is never changed or
-- deleted: a report read again gets a further one, and document.record_id points to the one that counts.
-- What can be made again from that: the tables of values (statement, event, figure, term, entity, entity_name,
-- citation), which hold the values of the current records only, and what collation found (copy_link, incident, ...).
--
-- The ids of values are made of the day and a number within it, so that ids are in the order of days:
-- id = (days since 1 January of the year 1, that day included) * 16777216 + number; without a day it is below 16777216.
-- A public id such as 2b8e7e9888d8/a3 is the beginning of document.sha256 and the value's id in its record.

CREATE TABLE producer (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    weights TEXT NOT NULL,               -- sha256 of the weights' manifest, empty without; "+actors:", "+term_kinds:": files'
    UNIQUE (name, version, weights)
);

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,         -- the record's document.id: of text and address
    origin TEXT NOT NULL,
    url TEXT,
    title TEXT,
    publisher TEXT,
    published TEXT,
    day TEXT,                            -- YYYY-MM-DD of published, if that is known to the day
    language TEXT,
    raw_sha256 TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,           -- of the text alone: equal for exact copies at several addresses
    record_id INTEGER REFERENCES record (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX document_url ON document (url) WHERE url IS NOT NULL;
CREATE INDEX document_text ON document (text_sha256);
CREATE INDEX document_day ON document (day);
CREATE INDEX document_publisher ON document (publisher);

CREATE TABLE text (
    document_id INTEGER PRIMARY KEY REFERENCES document (id),
    text TEXT NOT NULL
);

CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    producer_id INTEGER NOT NULL REFERENCES producer (id),
    sha256 TEXT NOT NULL,                -- of the record's JSON, text included
    body BLOB NOT NULL                   -- that JSON with document.text empty, zlib
);
CREATE INDEX record_document ON record (document_id);
CREATE TRIGGER record_stays_as_it_is BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'a record is never changed'); END;
CREATE TRIGGER record_stays BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

CREATE TABLE change (                    -- what a later record of a document says otherwise than the one before it
    record_id INTEGER NOT NULL REFERENCES record (id),
    number INTEGER NOT NULL,
    list TEXT NOT NULL,                  -- statement, event, figure, term
    what TEXT NOT NULL CHECK (what IN ('added', 'removed', 'changed')),
    words TEXT NOT NULL,
    fields TEXT NOT NULL,                -- the columns that differ, for 'changed'
    PRIMARY KEY (record_id, number)
) WITHOUT ROWID;

CREATE TABLE original (                  -- with --keep-originals only
    raw_sha256 TEXT PRIMARY KEY,
    raw BLOB NOT NULL                    -- zlib
) WITHOUT ROWID;

CREATE TABLE input (                     -- what became of every input, by what it is, what was said of it, who read it
    id INTEGER PRIMARY KEY,
    origin TEXT NOT NULL,
    sha256 TEXT NOT NULL,                -- of its bytes and of what the caller said of it; empty if it has no bytes
    producer_id INTEGER NOT NULL REFERENCES producer (id),
    status TEXT NOT NULL CHECK (status IN ('read', 'copy', 'failed')),
    document_id INTEGER REFERENCES document (id),  -- of 'copy': the document it is a copy of
    reason TEXT,
    hint TEXT,
    seen TEXT NOT NULL,                  -- when, as the caller said it
    UNIQUE (origin, sha256, producer_id),
    CHECK ((status = 'failed') = (reason IS NOT NULL)),
    CHECK ((status = 'failed') = (document_id IS NULL))
);
CREATE INDEX input_failed ON input (status) WHERE status = 'failed';
CREATE INDEX input_document ON input (document_id);

-- ---- the values of the current records

CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    local TEXT NOT NULL,                 -- its id in the record
    day TEXT,                            -- of publication
    who TEXT NOT NULL,                   -- the speaker's name, or the words that stand for one
    source TEXT NOT NULL,
    roles TEXT NOT NULL,                 -- the speaker's offices, country and sector
    cue TEXT NOT NULL,
    content TEXT NOT NULL,
    named TEXT NOT NULL,                 -- names of what the content means by other words ("he", "the ministry")
    to_whom TEXT NOT NULL,
    through TEXT NOT NULL,               -- publisher <- outlet it cites <- who reports it there
    place TEXT NOT NULL,
    form TEXT NOT NULL,
    polarity TEXT NOT NULL,
    speaker_basis TEXT,
    inside TEXT,
    translated_from TEXT,
    zone TEXT NOT NULL,
    score REAL NOT NULL,
    start INTEGER NOT NULL,              -- the first content's span, in code points of the text
    "end" INTEGER NOT NULL,
    name_id INTEGER REFERENCES entity_name (id),
    keys TEXT NOT NULL                   -- zone, form ... as words for the index below
);
CREATE INDEX statement_document ON statement (document_id);
CREATE INDEX statement_name ON statement (name_id);

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    local TEXT NOT NULL,
    day TEXT,                            -- of the event, else of publication: day_basis
    day_basis TEXT CHECK (day_basis IN ('stated', 'published')),
    who TEXT NOT NULL,                   -- its actors
    source TEXT NOT NULL,                -- on whose word
    roles TEXT NOT NULL,
    trigger_words TEXT NOT NULL,
    content TEXT NOT NULL,               -- the sentence around it
    named TEXT NOT NULL,
    to_whom TEXT NOT NULL,               -- its recipients
    through TEXT NOT NULL,
    place TEXT NOT NULL,
    type TEXT NOT NULL,
    mode TEXT,
    context TEXT NOT NULL,
    stage TEXT NOT NULL,
    polarity TEXT NOT NULL,
    on_word_of TEXT NOT NULL,
    start_day TEXT,
    end_day TEXT,
    lat REAL,
    lon REAL,
    country TEXT,
    zone TEXT NOT NULL,
    score REAL NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    keys TEXT NOT NULL
);
CREATE INDEX event_document ON event (document_id);

CREATE TABLE figure (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    local TEXT NOT NULL,
    day TEXT,
    day_basis TEXT CHECK (day_basis IN ('stated', 'published')),
    who TEXT NOT NULL,                   -- on whose word
    source TEXT NOT NULL,
    roles TEXT NOT NULL,
    words TEXT NOT NULL,
    content TEXT NOT NULL,
    named TEXT NOT NULL,
    to_whom TEXT NOT NULL,               -- of whom or what it counts
    through TEXT NOT NULL,
    place TEXT NOT NULL,
    what TEXT NOT NULL,
    low REAL,
    best REAL,
    high REAL,
    unit TEXT,
    status TEXT,
    counts TEXT,
    part_of TEXT,
    event TEXT,
    on_word_of TEXT NOT NULL,
    zone TEXT NOT NULL,
    score REAL NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    keys TEXT NOT NULL
);
CREATE INDEX figure_document ON figure (document_id);

CREATE TABLE term (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    local TEXT NOT NULL,
    day TEXT,
    day_basis TEXT CHECK (day_basis IN ('stated', 'published')),
    who TEXT NOT NULL,                   -- on whose word
    source TEXT NOT NULL,
    roles TEXT NOT NULL,
    words TEXT NOT NULL,
    content TEXT NOT NULL,
    named TEXT NOT NULL,
    to_whom TEXT NOT NULL,               -- its parties, guarantors and those it leaves out
    through TEXT NOT NULL,
    place TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    parties TEXT NOT NULL,
    guarantors TEXT NOT NULL,
    excluded TEXT NOT NULL,
    conditions TEXT NOT NULL,
    grounds TEXT NOT NULL,
    violations TEXT NOT NULL,
    start_day TEXT,
    end_day TEXT,
    on_word_of TEXT NOT NULL,
    zone TEXT NOT NULL,
    score REAL NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    keys TEXT NOT NULL
);
CREATE INDEX term_document ON term (document_id);

CREATE TABLE entity_name (               -- a name with a type, over all current records
    id INTEGER PRIMARY KEY,
    folded TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    documents INTEGER NOT NULL DEFAULT 0,
    mentions INTEGER NOT NULL DEFAULT 0,
    statements INTEGER NOT NULL DEFAULT 0,
    UNIQUE (folded, type)
);
CREATE INDEX entity_name_documents ON entity_name (documents DESC);

CREATE TABLE entity (
    document_id INTEGER NOT NULL REFERENCES document (id),
    local TEXT NOT NULL,
    name_id INTEGER REFERENCES entity_name (id),   -- null for what the report gives no name
    type TEXT NOT NULL,
    country TEXT,
    sector TEXT,
    roles TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (document_id, local)
) WITHOUT ROWID;
CREATE INDEX entity_by_name ON entity (name_id, document_id);

CREATE TABLE citation (                  -- whom a report relies on: an outlet it cites, a speaker with a name
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    publisher TEXT NOT NULL,             -- empty where it is not known
    source TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('outlet', 'speaker')),
    statements INTEGER NOT NULL          -- that stand on its word
);
CREATE INDEX citation_document ON citation (document_id);

CREATE TABLE reliance (                  -- the same over all reports
    publisher TEXT NOT NULL,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    reports INTEGER NOT NULL,
    statements INTEGER NOT NULL,
    PRIMARY KEY (publisher, source, kind)
) WITHOUT ROWID;
CREATE INDEX reliance_statements ON reliance (statements DESC);
CREATE TRIGGER citation_in AFTER INSERT ON citation BEGIN
    INSERT INTO reliance (publisher, source, kind, reports, statements)
    VALUES (new.publisher, new.source, new.kind, 1, new.statements)
    ON CONFLICT (publisher, source, kind)
    DO UPDATE SET reports = reports + 1, statements = statements + excluded.statements;
END;
CREATE TRIGGER citation_out AFTER DELETE ON citation BEGIN
    UPDATE reliance SET reports = reports - 1, statements = statements - old.statements
    WHERE publisher = old.publisher AND source = old.source AND kind = old.kind;
END;

-- ---- what collation found

CREATE TABLE copy_link (
    first_id INTEGER NOT NULL REFERENCES document (id),
    second_id INTEGER NOT NULL REFERENCES document (id),
    kind TEXT NOT NULL,                  -- exact_copy, near_copy, shared_text, same_quotation
    order_basis TEXT,                    -- null: it is not known which came first
    shared_of_first REAL NOT NULL,
    shared_of_second REAL NOT NULL,
    lost_words INTEGER NOT NULL,         -- words of doubt, source, negation or number that the second has lost
    body TEXT NOT NULL,                  -- the whole link as JSON
    PRIMARY KEY (first_id, second_id, kind)
) WITHOUT ROWID;
CREATE INDEX copy_link_second ON copy_link (second_id);

CREATE TABLE collation (                 -- when the reports were last set side by side: one row
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at TEXT NOT NULL,
    last_record INTEGER NOT NULL         -- the newest record it has seen
);

CREATE TABLE incident (
    id TEXT PRIMARY KEY,                 -- made of its members: the same members give the same id
    start_day TEXT,
    end_day TEXT,
    types TEXT NOT NULL,
    places TEXT NOT NULL,
    actors TEXT NOT NULL,
    documents INTEGER NOT NULL,
    claims TEXT NOT NULL,                -- who says how many, in a few words
    made_by INTEGER REFERENCES incident_step (number),
    replaced_by INTEGER REFERENCES incident_step (number),  -- null: it counts
    body TEXT NOT NULL                   -- the whole incident as JSON, with the reason for every member
) WITHOUT ROWID;
CREATE INDEX incident_day ON incident (start_day);

CREATE TABLE incident_member (
    incident_id TEXT NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES document (id),
    events TEXT NOT NULL,                -- local ids of the events that belong to it
    score REAL,
    PRIMARY KEY (incident_id, document_id)
) WITHOUT ROWID;
CREATE INDEX incident_member_document ON incident_member (document_id);

CREATE TABLE incident_claim (
    incident_id TEXT NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    document_id INTEGER NOT NULL REFERENCES document (id),
    figure TEXT NOT NULL,
    what TEXT NOT NULL,
    low REAL,
    best REAL,
    high REAL,
    speaker TEXT,
    outlets TEXT NOT NULL,
    published TEXT,
    repeats INTEGER REFERENCES document (id),  -- the document it was copied from
    PRIMARY KEY (incident_id, number)
) WITHOUT ROWID;

CREATE TABLE incident_step (             -- every split, merge and undo, for good
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('split', 'merge', 'undo')),
    incidents TEXT NOT NULL,             -- JSON: ids of what was merged or split
    documents TEXT NOT NULL,             -- JSON: ids of the documents that were parted from the rest
    undoes INTEGER REFERENCES incident_step (number)
);
CREATE TRIGGER incident_step_stays_as_it_is BEFORE UPDATE ON incident_step
BEGIN SELECT RAISE(ABORT, 'a step is never changed'); END;
CREATE TRIGGER incident_step_stays BEFORE DELETE ON incident_step
BEGIN SELECT RAISE(ABORT, 'a step is never deleted'); END;

-- ---- what people said of the values

CREATE TABLE review (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('accept', 'reject', 'correct', 'note', 'undo')),
    document_id INTEGER NOT NULL REFERENCES document (id),
    list TEXT NOT NULL,                  -- attributions, events, figures, terms
    local TEXT NOT NULL,                 -- the value's id in the record that was looked at
    record_id INTEGER NOT NULL REFERENCES record (id),
    value TEXT NOT NULL,                 -- the machine's value as it was looked at: JSON, its words with it
    correction TEXT,                     -- JSON of the fields as they should be, for 'correct'
    note TEXT,
    undoes INTEGER REFERENCES review (number),
    before TEXT NOT NULL,                -- the hash of the entry before this one
    hash TEXT NOT NULL UNIQUE
);
CREATE INDEX review_document ON review (document_id);
CREATE INDEX review_undoes ON review (undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER review_stays_as_it_is BEFORE UPDATE ON review
BEGIN SELECT RAISE(ABORT, 'a review is never changed'); END;
CREATE TRIGGER review_stays BEFORE DELETE ON review
BEGIN SELECT RAISE(ABORT, 'a review is never deleted'); END;

CREATE TABLE anchor (                    -- where a reviewed value stands in the current record; null: nowhere, an orphan
    review_number INTEGER PRIMARY KEY REFERENCES review (number),
    local TEXT
);

CREATE VIEW review_verdict AS            -- every verdict that is not undone and whose value still stands
SELECT review.number, review.at, review.who, review.action, review.document_id, review.list, anchor.local,
    review.value, review.correction, review.note
FROM review JOIN anchor ON anchor.review_number = review.number
WHERE review.action IN ('accept', 'reject', 'correct') AND anchor.local IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM review AS undo WHERE undo.undoes = review.number);

CREATE VIEW review_state AS              -- of these, each reviewer's last word on each value
SELECT * FROM review_verdict AS verdict
WHERE NOT EXISTS (
    SELECT 1 FROM review_verdict AS later
    WHERE later.document_id = verdict.document_id AND later.list = verdict.list AND later.local = verdict.local
        AND later.who = verdict.who AND later.number > verdict.number
);
