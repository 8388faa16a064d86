-- Made by commit d7fc111 from a library of one fact; its version is 0019.
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE actor (
	id VARCHAR(32) NOT NULL,
	member BIGINT,
	name VARCHAR(200),
	CONSTRAINT pk_actor PRIMARY KEY (id),
	CONSTRAINT uq_actor_member UNIQUE (member)
);
CREATE TABLE fact (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	server BIGINT DEFAULT '0' NOT NULL,
	"key" VARCHAR(80) NOT NULL,
	kind VARCHAR(20) NOT NULL,
	voice VARCHAR(20) NOT NULL,
	speaker VARCHAR(200),
	text TEXT NOT NULL,
	"when" VARCHAR(80),
	first_day DATE,
	last_day DATE,
	note TEXT,
	status VARCHAR(20) NOT NULL,
	rank VARCHAR(20) NOT NULL,
	rank_reason TEXT,
	superseded_by VARCHAR(80),
	derived TEXT,
	payload JSON NOT NULL,
	aliases JSON NOT NULL,
	asked JSON NOT NULL,
	revision INTEGER NOT NULL,
	CONSTRAINT ck_fact_speaker_is_named CHECK ((voice = 'reported' AND kind <> 'claim') OR coalesce(trim(speaker), '') <> ''),

	CONSTRAINT ck_fact_rank CHECK (rank IN ('normal', 'deprecated')),
	CONSTRAINT ck_fact_rank_has_a_reason CHECK ((rank = 'deprecated') = (coalesce(trim(rank_reason), '') <> '')),
	CONSTRAINT ck_fact_status CHECK (status IN ('draft', 'published', 'retracted')),
	CONSTRAINT ck_fact_text CHECK (trim(text) <> ''),
	CONSTRAINT ck_fact_voice CHECK (voice IN ('reported', 'opinion', 'forecast', 'quotation')),
	CONSTRAINT ck_fact_days CHECK (("when" IS NULL) = (first_day IS NULL) AND first_day <= last_day),
	CONSTRAINT uq_fact_server_key UNIQUE (server, "key")
);
CREATE TABLE server (
	id BIGINT NOT NULL,
	record JSON NOT NULL,
	CONSTRAINT pk_server PRIMARY KEY (id)
);
CREATE TABLE source (
	id INTEGER NOT NULL,
	server BIGINT DEFAULT '0' NOT NULL,
	"key" VARCHAR(80) NOT NULL,
	record JSON NOT NULL,
	CONSTRAINT pk_source PRIMARY KEY (id),
	CONSTRAINT uq_source_server_key UNIQUE (server, "key")
);
CREATE TABLE synonym (
	id INTEGER NOT NULL,
	server BIGINT DEFAULT '0' NOT NULL,
	phrases JSON NOT NULL,
	CONSTRAINT pk_synonym PRIMARY KEY (id)
);
CREATE TABLE topic (
	id INTEGER NOT NULL,
	server BIGINT DEFAULT '0' NOT NULL,
	"key" VARCHAR(80) NOT NULL,
	title VARCHAR(200) NOT NULL,
	aliases JSON NOT NULL,
	CONSTRAINT pk_topic PRIMARY KEY (id),
	CONSTRAINT uq_topic_server_key UNIQUE (server, "key")
);
CREATE TABLE citation (
	id INTEGER NOT NULL,
	fact_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	source_id INTEGER NOT NULL,
	paragraph INTEGER NOT NULL,
	span_start INTEGER,
	span_end INTEGER,
	fingerprint VARCHAR(64) NOT NULL,
	reported_from VARCHAR(200),
	CONSTRAINT pk_citation PRIMARY KEY (id),
	CONSTRAINT ck_citation_fingerprint CHECK (length(fingerprint) = 64 AND fingerprint NOT GLOB '*[^0-9a-f]*'),
	CONSTRAINT ck_citation_span_is_whole CHECK ((span_start IS NULL) = (span_end IS NULL)),
	CONSTRAINT ck_citation_paragraph CHECK (paragraph >= 1),
	CONSTRAINT ck_citation_span CHECK (span_start >= 0 AND span_start < span_end),
	CONSTRAINT fk_citation_fact_id FOREIGN KEY(fact_id) REFERENCES fact (id),
	CONSTRAINT fk_citation_source_id FOREIGN KEY(source_id) REFERENCES source (id)
);
CREATE TABLE fact_topic (
	fact_id INTEGER NOT NULL,
	topic_id INTEGER NOT NULL,
	position INTEGER NOT NULL, server BIGINT DEFAULT '0' NOT NULL, kind VARCHAR(20),
	CONSTRAINT pk_fact_topic PRIMARY KEY (fact_id, topic_id),
	CONSTRAINT fk_fact_topic_fact_id FOREIGN KEY(fact_id) REFERENCES fact (id),
	CONSTRAINT fk_fact_topic_topic_id FOREIGN KEY(topic_id) REFERENCES topic (id)
);
CREATE TABLE name (
	id INTEGER NOT NULL,
	folded VARCHAR(200) NOT NULL,
	shown VARCHAR(200) NOT NULL,
	topic_id INTEGER,
	fact_id INTEGER, server BIGINT DEFAULT '0' NOT NULL, kind VARCHAR(20),
	CONSTRAINT pk_name PRIMARY KEY (id),
	CONSTRAINT ck_name_one_owner CHECK ((topic_id IS NULL) <> (fact_id IS NULL)),
	CONSTRAINT fk_name_fact_id FOREIGN KEY(fact_id) REFERENCES fact (id),
	CONSTRAINT fk_name_topic_id FOREIGN KEY(topic_id) REFERENCES topic (id)
);
CREATE TABLE revision (
	id INTEGER NOT NULL,
	subject VARCHAR(20) NOT NULL,
	"key" VARCHAR(80) NOT NULL,
	fact_id INTEGER,
	number INTEGER NOT NULL,
	server BIGINT NOT NULL,
	actor_id VARCHAR(32) NOT NULL,
	at DATETIME NOT NULL,
	reason TEXT,
	undoes INTEGER,
	"before" JSON,
	"after" JSON NOT NULL,
	previous_hash VARCHAR(64) NOT NULL,
	hash VARCHAR(64) NOT NULL, change INTEGER, hash_version INTEGER DEFAULT '1' NOT NULL,
	CONSTRAINT pk_revision PRIMARY KEY (id),
	CONSTRAINT fk_revision_actor_id FOREIGN KEY(actor_id) REFERENCES actor (id),
	CONSTRAINT fk_revision_fact_id FOREIGN KEY(fact_id) REFERENCES fact (id),
	CONSTRAINT fk_revision_undoes FOREIGN KEY(undoes) REFERENCES revision (id),
	CONSTRAINT uq_revision_hash UNIQUE (hash),
	CONSTRAINT uq_revision_previous_hash UNIQUE (previous_hash)
);
CREATE TABLE word (
	server BIGINT NOT NULL,
	word VARCHAR(80) NOT NULL,
	stem VARCHAR(80) NOT NULL,
	sound VARCHAR(80) NOT NULL,
	facts INTEGER NOT NULL,
	CONSTRAINT pk_word PRIMARY KEY (server, word)
);
CREATE VIRTUAL TABLE fact_search USING fts5(text, names, topics, asked, details, words UNINDEXED, tokenize = 'unicode61');
CREATE TABLE document (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	source_id INTEGER NOT NULL,
	name VARCHAR(200) NOT NULL,
	text TEXT, digest VARCHAR(64), reader VARCHAR(100), path TEXT, locators JSON,
	CONSTRAINT fk_document_source_id FOREIGN KEY(source_id) REFERENCES source (id)
);
CREATE TABLE hidden (
	server BIGINT NOT NULL,
	fact_id INTEGER NOT NULL,
	CONSTRAINT pk_hidden PRIMARY KEY (server, fact_id),
	CONSTRAINT ck_hidden_server CHECK (server <> 0),
	CONSTRAINT fk_hidden_fact_id FOREIGN KEY(fact_id) REFERENCES fact (id)
);
CREATE TABLE synced (
	application BIGINT NOT NULL,
	hash VARCHAR(64) NOT NULL,
	CONSTRAINT pk_synced PRIMARY KEY (application)
);
CREATE TABLE greeted (
	server BIGINT NOT NULL,
	CONSTRAINT pk_greeted PRIMARY KEY (server)
);
CREATE TABLE preview (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	actor_id VARCHAR(32) NOT NULL,
	channel BIGINT NOT NULL,
	ends DATETIME NOT NULL,
	record JSON NOT NULL,
	CONSTRAINT fk_preview_actor_id FOREIGN KEY(actor_id) REFERENCES actor (id),
	CONSTRAINT uq_preview_actor_id_channel UNIQUE (actor_id, channel)
);
CREATE TABLE reply (
	id VARCHAR(16) NOT NULL,
	server BIGINT,
	channel BIGINT NOT NULL,
	message BIGINT NOT NULL,
	asker BIGINT,
	question TEXT,
	question_message BIGINT,
	private BOOLEAN NOT NULL,
	plain BOOLEAN NOT NULL,
	charted BOOLEAN NOT NULL,
	page INTEGER NOT NULL,
	outline JSON NOT NULL,
	notices JSON NOT NULL,
	at DATETIME NOT NULL,
	CONSTRAINT pk_reply PRIMARY KEY (id)
);
CREATE TABLE shown (
	reply_id VARCHAR(16) NOT NULL,
	fact_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	CONSTRAINT pk_shown PRIMARY KEY (reply_id, fact_id),
	CONSTRAINT fk_shown_fact_id FOREIGN KEY(fact_id) REFERENCES fact (id),
	CONSTRAINT fk_shown_reply_id FOREIGN KEY(reply_id) REFERENCES reply (id)
);
CREATE TABLE report (
	id INTEGER NOT NULL,
	server BIGINT NOT NULL,
	fact_id INTEGER NOT NULL,
	revision INTEGER NOT NULL,
	reporter BIGINT,
	reason TEXT NOT NULL,
	at DATETIME NOT NULL,
	settled DATETIME,
	settlement TEXT, channel BIGINT, private BOOLEAN DEFAULT 0 NOT NULL,
	CONSTRAINT pk_report PRIMARY KEY (id),
	CONSTRAINT ck_report_reason CHECK (trim(reason) <> ''),
	CONSTRAINT ck_report_settled_with_words CHECK ((settled IS NULL) = (settlement IS NULL)),
	CONSTRAINT fk_report_fact_id FOREIGN KEY(fact_id) REFERENCES fact (id)
);
CREATE TABLE gap (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	server BIGINT DEFAULT '0' NOT NULL,
	words TEXT NOT NULL,
	closed DATETIME,
	fact_id INTEGER,
	reason TEXT,
	CONSTRAINT ck_gap_closed_with_an_outcome CHECK ((closed IS NULL) = (fact_id IS NULL AND reason IS NULL)),
	CONSTRAINT ck_gap_one_outcome CHECK (fact_id IS NULL OR reason IS NULL),
	CONSTRAINT fk_gap_fact_id FOREIGN KEY(fact_id) REFERENCES fact (id)
);
CREATE TABLE gap_asker (
	gap_id INTEGER NOT NULL,
	member BIGINT NOT NULL,
	question TEXT NOT NULL,
	channel BIGINT NOT NULL,
	at DATETIME NOT NULL, private BOOLEAN DEFAULT 0 NOT NULL, unreachable BOOLEAN DEFAULT 0 NOT NULL,
	CONSTRAINT pk_gap_asker PRIMARY KEY (gap_id, member),
	CONSTRAINT fk_gap_asker_gap_id FOREIGN KEY(gap_id) REFERENCES gap (id)
);
CREATE TABLE turned_name (
	kind VARCHAR(20) NOT NULL,
	server BIGINT DEFAULT '0' NOT NULL,
	folded VARCHAR(200) NOT NULL,
	name_id INTEGER NOT NULL,
	CONSTRAINT pk_turned_name PRIMARY KEY (kind, server, folded, name_id),
	CONSTRAINT fk_turned_name_name_id FOREIGN KEY(name_id) REFERENCES name (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
CREATE TABLE kind (
	name VARCHAR(20) NOT NULL,
	CONSTRAINT pk_kind PRIMARY KEY (name)
);
CREATE TABLE index_version (
	version INTEGER NOT NULL,
	CONSTRAINT pk_index_version PRIMARY KEY (version)
);
CREATE TABLE head (
	id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	hash VARCHAR(64) NOT NULL,
	CONSTRAINT pk_head PRIMARY KEY (id),
	CONSTRAINT ck_head_one_row CHECK (id = 1)
);
CREATE TABLE passage (
	id INTEGER NOT NULL,
	server BIGINT DEFAULT '0' NOT NULL,
	source_id INTEGER NOT NULL,
	paragraph INTEGER NOT NULL,
	CONSTRAINT pk_passage PRIMARY KEY (id),
	CONSTRAINT fk_passage_source_id FOREIGN KEY(source_id) REFERENCES source (id),
	CONSTRAINT uq_passage_source_id_paragraph UNIQUE (source_id, paragraph)
);
CREATE TABLE passage_stem (
	server BIGINT NOT NULL,
	stem VARCHAR(80) NOT NULL,
	passages INTEGER NOT NULL,
	CONSTRAINT pk_passage_stem PRIMARY KEY (server, stem)
)
 WITHOUT ROWID

;
CREATE TABLE passage_edition (
	source_id INTEGER NOT NULL,
	edition VARCHAR(80) NOT NULL,
	CONSTRAINT pk_passage_edition PRIMARY KEY (source_id),
	CONSTRAINT fk_passage_edition_source_id FOREIGN KEY(source_id) REFERENCES source (id)
);
CREATE VIRTUAL TABLE passage_search USING fts5(text, headings, tokenize = 'unicode61', detail = column);
CREATE TABLE draft (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	server BIGINT DEFAULT '0' NOT NULL,
	source_id INTEGER,
	paragraph INTEGER,
	digest VARCHAR(64) NOT NULL,
	arguments JSON NOT NULL,
	proposed BOOLEAN NOT NULL,
	proposer BIGINT,
	channel BIGINT,
	private BOOLEAN DEFAULT '0' NOT NULL,
	at DATETIME NOT NULL,
	decided DATETIME,
	fact_id INTEGER,
	reason TEXT,
	CONSTRAINT ck_draft_decided_with_an_outcome CHECK ((decided IS NULL) = (fact_id IS NULL AND reason IS NULL)),
	CONSTRAINT ck_draft_one_outcome CHECK (fact_id IS NULL OR reason IS NULL),
	CONSTRAINT fk_draft_fact_id_fact FOREIGN KEY(fact_id) REFERENCES fact (id),
	CONSTRAINT fk_draft_source_id_source FOREIGN KEY(source_id) REFERENCES source (id)
);
CREATE TABLE lease (
	shard INTEGER NOT NULL,
	shard_count INTEGER NOT NULL,
	holder VARCHAR(200) NOT NULL,
	until DATETIME NOT NULL,
	CONSTRAINT pk_lease PRIMARY KEY (shard)
);
CREATE TABLE identify (
	bucket INTEGER NOT NULL,
	free FLOAT NOT NULL,
	CONSTRAINT pk_identify PRIMARY KEY (bucket)
);
CREATE INDEX ix_fact_first_day ON fact (first_day);
CREATE INDEX ix_fact_kind ON fact (kind);
CREATE INDEX ix_citation_fact_id ON citation (fact_id);
CREATE INDEX ix_citation_source_id_paragraph ON citation (source_id, paragraph);
CREATE INDEX ix_name_fact_id ON name (fact_id);
CREATE INDEX ix_name_folded ON name (folded);
CREATE INDEX ix_name_topic_id ON name (topic_id);
CREATE INDEX ix_revision_fact_id ON revision (fact_id);
CREATE INDEX ix_revision_subject_key ON revision (subject, "key");
CREATE INDEX ix_word_stem_server_facts ON word (stem, server, facts);
CREATE INDEX ix_word_sound_server ON word (sound, server);
CREATE INDEX ix_document_source_id ON document (source_id);
CREATE INDEX ix_preview_ends ON preview (ends);
CREATE INDEX ix_reply_asker ON reply (asker);
CREATE INDEX ix_reply_at ON reply (at);
CREATE INDEX ix_reply_question_message ON reply (question_message);
CREATE INDEX ix_shown_fact_id ON shown (fact_id);
CREATE INDEX ix_report_reporter ON report (reporter);
CREATE INDEX ix_report_server_settled ON report (server, settled);
CREATE UNIQUE INDEX uq_gap_server_words ON gap (server, words) WHERE closed IS NULL;
CREATE INDEX ix_gap_asker_at ON gap_asker (at);
CREATE INDEX ix_gap_asker_member ON gap_asker (member);
CREATE INDEX ix_name_kind_server_folded ON name (kind, server, folded);
CREATE INDEX ix_fact_server ON fact (server);
CREATE INDEX ix_turned_name_name_id ON turned_name (name_id);
CREATE INDEX ix_fact_topic_topic_id_kind_server ON fact_topic (topic_id, kind, server);
CREATE INDEX ix_fact_restorable ON fact (server) WHERE status = 'retracted' OR rank = 'deprecated';
CREATE UNIQUE INDEX uq_draft_server_source_id_digest ON draft (server, source_id, digest);
CREATE INDEX ix_draft_server_decided ON draft (server, decided);
CREATE INDEX ix_draft_proposer ON draft (proposer);
INSERT INTO alembic_version ("version_num") VALUES ('0019');
INSERT INTO actor ("id", "member", "name") VALUES ('seed', NULL, 'seed');
INSERT INTO actor ("id", "member", "name") VALUES ('operator', NULL, 'operator');
INSERT INTO fact ("id", "server", "key", "kind", "voice", "speaker", "text", "when", "first_day", "last_day", "note", "status", "rank", "rank_reason", "superseded_by", "derived", "payload", "aliases", "asked", "revision") VALUES (1, 0, 'harbour-opening', 'event', 'reported', NULL, 'The harbour of Aldmere opened in 1931.', '1931', '1931-01-01', '1931-12-31', NULL, 'published', 'normal', NULL, NULL, NULL, '{"kind": "event", "name": "Opening of the harbour", "place": null, "participants": [], "outcome": null}', '[]', '[]', 2);
INSERT INTO source ("id", "server", "key", "record") VALUES (1, 0, 'harbour-log', '{"key": "harbour-log", "type": "document", "title": "[Log of the harbour]", "title-short": null, "author": [], "container-title": null, "publisher": null, "issued": null, "URL": null, "language": null, "note": null, "document": null, "fingerprints": ["0000000000000000000000000000000000000000000000000000000000000001"], "retired": null, "forgotten": false}');
INSERT INTO source ("id", "server", "key", "record") VALUES (2, 0, 'pier-2031', '{"key": "pier-2031", "type": "document", "title": "A new pier reason: it was a draft", "title-short": null, "author": [], "container-title": null, "publisher": null, "issued": null, "URL": null, "language": null, "note": null, "document": "pier-2031.txt", "fingerprints": ["9e3b3e17fae3e543c6923d243c2870275386577a78acaa6a9fed2566d7ead00e"], "retired": null, "forgotten": false}');
INSERT INTO topic ("id", "server", "key", "title", "aliases") VALUES (1, 0, 'harbour', 'Harbour', '[]');
INSERT INTO topic ("id", "server", "key", "title", "aliases") VALUES (2, 0, 'pier', 'Pier', '[]');
INSERT INTO citation ("id", "fact_id", "position", "source_id", "paragraph", "span_start", "span_end", "fingerprint", "reported_from") VALUES (2, 1, 0, 1, 1, NULL, NULL, '0000000000000000000000000000000000000000000000000000000000000001', NULL);
INSERT INTO fact_topic ("fact_id", "topic_id", "position", "server", "kind") VALUES (1, 2, 0, 0, 'event');
INSERT INTO name ("id", "folded", "shown", "topic_id", "fact_id", "server", "kind") VALUES (1, 'harbour', 'Harbour', 1, NULL, 0, 'topic');
INSERT INTO name ("id", "folded", "shown", "topic_id", "fact_id", "server", "kind") VALUES (3, 'pier', 'Pier', 2, NULL, 0, 'topic');
INSERT INTO name ("id", "folded", "shown", "topic_id", "fact_id", "server", "kind") VALUES (4, 'opening of the harbour', 'Opening of the harbour', NULL, 1, 0, 'event');
INSERT INTO revision ("id", "subject", "key", "fact_id", "number", "server", "actor_id", "at", "reason", "undoes", "before", "after", "previous_hash", "hash", "change", "hash_version") VALUES (1, 'source', 'harbour-log', NULL, 1, 0, 'seed', '2026-11-29 02:30:54.900510', NULL, NULL, NULL, '{"key": "harbour-log", "type": "document", "title": "[Log of the harbour]", "title-short": null, "author": [], "container-title": null, "publisher": null, "issued": null, "URL": null, "language": null, "note": null, "document": null, "fingerprints": ["0000000000000000000000000000000000000000000000000000000000000001"], "retired": null, "forgotten": false}', '0000000000000000000000000000000000000000000000000000000000000000', '50134888a8ed814bf96e5b5173a344a2b23da1d52f9563e24595236cbeb25835', 1, 2);
INSERT INTO revision ("id", "subject", "key", "fact_id", "number", "server", "actor_id", "at", "reason", "undoes", "before", "after", "previous_hash", "hash", "change", "hash_version") VALUES (2, 'topic', 'harbour', NULL, 1, 0, 'seed', '2026-11-29 02:30:54.900510', NULL, NULL, NULL, '{"key": "harbour", "title": "Harbour", "aliases": []}', '50134888a8ed814bf96e5b5173a344a2b23da1d52f9563e24595236cbeb25835', 'f9e6484f7a44a264fd779ea4c4ba43da1c9eac85b98133d832d3e6c9f7d39623', 1, 2);
INSERT INTO revision ("id", "subject", "key", "fact_id", "number", "server", "actor_id", "at", "reason", "undoes", "before", "after", "previous_hash", "hash", "change", "hash_version") VALUES (3, 'fact', 'harbour-opening', 1, 1, 0, 'seed', '2026-11-29 02:30:54.900510', NULL, NULL, NULL, '{"key": "harbour-opening", "payload": {"kind": "event", "name": "Opening of the harbour", "place": null, "participants": [], "outcome": null}, "voice": "reported", "speaker": null, "text": "The harbour of Aldmere opened in 1931.", "topics": ["harbour"], "aliases": [], "asked": [], "when": "1931", "note": null, "status": "published", "rank": "normal", "rank_reason": null, "superseded_by": null, "derived": null, "citations": [{"source": "harbour-log", "paragraph": 1, "span": null, "fingerprint": "0000000000000000000000000000000000000000000000000000000000000001", "reported_from": null}], "kind": "event"}', 'f9e6484f7a44a264fd779ea4c4ba43da1c9eac85b98133d832d3e6c9f7d39623', '9fa1368bdc63a97a4cf1e9bba72e0e873219f0777dcd8189ef1f20efff2d0903', 1, 2);
INSERT INTO revision ("id", "subject", "key", "fact_id", "number", "server", "actor_id", "at", "reason", "undoes", "before", "after", "previous_hash", "hash", "change", "hash_version") VALUES (4, 'seed', 'library', NULL, 1, 0, 'seed', '2026-11-29 02:30:54.900510', NULL, NULL, NULL, '{"digest": "38b763571395b1edc11d7795abe541897ec5463c2460d1ecbbacc9a1abb88790", "files": "ac6faf21ea94094364c1a4262a5686f6aff70d62195b0f8df831b5c25315a063", "name": "library"}', '9fa1368bdc63a97a4cf1e9bba72e0e873219f0777dcd8189ef1f20efff2d0903', '937291058da65b08fdae702eb9e2777d5dc71eeeddbda1a6b70d8aeca0c16269', 1, 2);
INSERT INTO revision ("id", "subject", "key", "fact_id", "number", "server", "actor_id", "at", "reason", "undoes", "before", "after", "previous_hash", "hash", "change", "hash_version") VALUES (5, 'source', 'pier-2031', NULL, 1, 0, 'operator', '2026-11-29 02:30:58.569454', NULL, NULL, NULL, '{"key": "pier-2031", "type": "document", "title": "A pier", "title-short": null, "author": [], "container-title": null, "publisher": null, "issued": null, "URL": null, "language": null, "note": null, "document": "pier-2031.txt", "fingerprints": ["9e3b3e17fae3e543c6923d243c2870275386577a78acaa6a9fed2566d7ead00e"], "retired": null, "forgotten": false}', '937291058da65b08fdae702eb9e2777d5dc71eeeddbda1a6b70d8aeca0c16269', 'c0db3c7fa113a46d35b9bf31c115423be43d1c7a322921b1fb36754d12418d21', 5, 2);
INSERT INTO revision ("id", "subject", "key", "fact_id", "number", "server", "actor_id", "at", "reason", "undoes", "before", "after", "previous_hash", "hash", "change", "hash_version") VALUES (6, 'document', 'pier-2031', NULL, 1, 0, 'operator', '2026-11-29 02:30:58.569454', NULL, NULL, NULL, '{"name": "pier-2031.txt", "sha256": "f4e1a0ff92cbe3efcb67e6de71391bb7ebc39079e12f24fbd367d44a593b914c"}', 'c0db3c7fa113a46d35b9bf31c115423be43d1c7a322921b1fb36754d12418d21', '53cc8a0e0bed136eb69002e854b2285ba94483062abc3eec81dbfeb35468dce3', 5, 2);
INSERT INTO revision ("id", "subject", "key", "fact_id", "number", "server", "actor_id", "at", "reason", "undoes", "before", "after", "previous_hash", "hash", "change", "hash_version") VALUES (7, 'source', 'pier-2031', NULL, 2, 0, 'operator', '2026-11-29 02:31:01.913127', NULL, NULL, '{"key": "pier-2031", "type": "document", "title": "A pier", "title-short": null, "author": [], "container-title": null, "publisher": null, "issued": null, "URL": null, "language": null, "note": null, "document": "pier-2031.txt", "fingerprints": ["9e3b3e17fae3e543c6923d243c2870275386577a78acaa6a9fed2566d7ead00e"], "retired": null, "forgotten": false}', '{"key": "pier-2031", "type": "document", "title": "A new pier reason: it was a draft", "title-short": null, "author": [], "container-title": null, "publisher": null, "issued": null, "URL": null, "language": null, "note": null, "document": "pier-2031.txt", "fingerprints": ["9e3b3e17fae3e543c6923d243c2870275386577a78acaa6a9fed2566d7ead00e"], "retired": null, "forgotten": false}', '53cc8a0e0bed136eb69002e854b2285ba94483062abc3eec81dbfeb35468dce3', 'f70b4f24504a1383e606550770a317f9926e9eb181d31b5ffd7d7460442c6499', 7, 2);
INSERT INTO revision ("id", "subject", "key", "fact_id", "number", "server", "actor_id", "at", "reason", "undoes", "before", "after", "previous_hash", "hash", "change", "hash_version") VALUES (8, 'vouch', 'harbour-opening', 1, 1, 0, 'operator', '2026-11-29 02:31:05.245090', NULL, NULL, NULL, '{"revision": 1}', 'f70b4f24504a1383e606550770a317f9926e9eb181d31b5ffd7d7460442c6499', '5fb8a49f9ac297693b1c8840b427d2b4ef4d86c40591f712040102a0a01997b1', 8, 2);
INSERT INTO revision ("id", "subject", "key", "fact_id", "number", "server", "actor_id", "at", "reason", "undoes", "before", "after", "previous_hash", "hash", "change", "hash_version") VALUES (9, 'topic', 'pier', NULL, 1, 0, 'operator', '2026-11-29 02:31:08.902556', NULL, NULL, NULL, '{"key": "pier", "title": "Pier", "aliases": []}', '5fb8a49f9ac297693b1c8840b427d2b4ef4d86c40591f712040102a0a01997b1', '148e77aa61425e2113fe050cbee9c2a40bd5cd76a44ab3d5ad4d3ee17a650aaf', 9, 2);
INSERT INTO revision ("id", "subject", "key", "fact_id", "number", "server", "actor_id", "at", "reason", "undoes", "before", "after", "previous_hash", "hash", "change", "hash_version") VALUES (10, 'fact', 'harbour-opening', 1, 2, 0, 'operator', '2026-11-29 02:31:08.902556', NULL, NULL, '{"key": "harbour-opening", "payload": {"kind": "event", "name": "Opening of the harbour", "place": null, "participants": [], "outcome": null}, "voice": "reported", "speaker": null, "text": "The harbour of Aldmere opened in 1931.", "topics": ["harbour"], "aliases": [], "asked": [], "when": "1931", "note": null, "status": "published", "rank": "normal", "rank_reason": null, "superseded_by": null, "derived": null, "citations": [{"source": "harbour-log", "paragraph": 1, "span": null, "fingerprint": "0000000000000000000000000000000000000000000000000000000000000001", "reported_from": null}], "kind": "event"}', '{"key": "harbour-opening", "payload": {"kind": "event", "name": "Opening of the harbour", "place": null, "participants": [], "outcome": null}, "voice": "reported", "speaker": null, "text": "The harbour of Aldmere opened in 1931.", "topics": ["pier"], "aliases": [], "asked": [], "when": "1931", "note": null, "status": "published", "rank": "normal", "rank_reason": null, "superseded_by": null, "derived": null, "citations": [{"source": "harbour-log", "paragraph": 1, "span": null, "fingerprint": "0000000000000000000000000000000000000000000000000000000000000001", "reported_from": null}], "kind": "event"}', '148e77aa61425e2113fe050cbee9c2a40bd5cd76a44ab3d5ad4d3ee17a650aaf', 'b5557d100144e28459f29940ba64adfe8ae8459b1351aa3135673fc444989b8d', 9, 2);
INSERT INTO word ("server", "word", "stem", "sound", "facts") VALUES (0, '', '', '', 1);
INSERT INTO word ("server", "word", "stem", "sound", "facts") VALUES (0, '1931', '1931', '1', 1);
INSERT INTO word ("server", "word", "stem", "sound", "facts") VALUES (0, 'aldmere', 'aldmer', 'a4356', 1);
INSERT INTO word ("server", "word", "stem", "sound", "facts") VALUES (0, 'event', 'event', 'e153', 1);
INSERT INTO word ("server", "word", "stem", "sound", "facts") VALUES (0, 'harbour', 'harbor', 'h616', 1);
INSERT INTO word ("server", "word", "stem", "sound", "facts") VALUES (0, 'in', 'in', 'i5', 1);
INSERT INTO word ("server", "word", "stem", "sound", "facts") VALUES (0, 'of', 'of', 'o1', 1);
INSERT INTO word ("server", "word", "stem", "sound", "facts") VALUES (0, 'opened', 'open', 'o153', 1);
INSERT INTO word ("server", "word", "stem", "sound", "facts") VALUES (0, 'opening', 'open', 'o1552', 1);
INSERT INTO word ("server", "word", "stem", "sound", "facts") VALUES (0, 'pier', 'pier', 'p16', 1);
INSERT INTO word ("server", "word", "stem", "sound", "facts") VALUES (0, 'the', 'the', 't3', 1);
INSERT INTO fact_search ("rowid", "text", "names", "topics", "asked", "details", "words") VALUES (1, 'the harbor of aldmer open in 1931', 'open of the harbor', 'pier', '', 'event | 1931', '1931 aldmere event harbour in of opened opening pier the');
INSERT INTO document ("id", "source_id", "name", "text", "digest", "reader", "path", "locators") VALUES (1, 2, 'pier-2031.txt', 'The pier is new.
', '9e3b3e17fae3e543c6923d243c2870275386577a78acaa6a9fed2566d7ead00e', 'footnote 0.1.0', NULL, NULL);
INSERT INTO turned_name ("kind", "server", "folded", "name_id") VALUES ('event', 0, 'harbour opening of the', 4);
INSERT INTO turned_name ("kind", "server", "folded", "name_id") VALUES ('event', 0, 'of the harbour opening', 4);
INSERT INTO turned_name ("kind", "server", "folded", "name_id") VALUES ('event', 0, 'the harbour opening of', 4);
INSERT INTO kind ("name") VALUES ('claim');
INSERT INTO kind ("name") VALUES ('event');
INSERT INTO kind ("name") VALUES ('law');
INSERT INTO kind ("name") VALUES ('organization');
INSERT INTO kind ("name") VALUES ('person');
INSERT INTO kind ("name") VALUES ('poll');
INSERT INTO kind ("name") VALUES ('statement');
INSERT INTO index_version ("version") VALUES (1);
INSERT INTO head ("id", "number", "hash") VALUES (1, 10, 'b5557d100144e28459f29940ba64adfe8ae8459b1351aa3135673fc444989b8d');
INSERT INTO passage ("id", "server", "source_id", "paragraph") VALUES (1, 0, 2, 1);
INSERT INTO passage_stem ("server", "stem", "passages") VALUES (0, '', 1);
INSERT INTO passage_stem ("server", "stem", "passages") VALUES (0, 'is', 1);
INSERT INTO passage_stem ("server", "stem", "passages") VALUES (0, 'new', 1);
INSERT INTO passage_stem ("server", "stem", "passages") VALUES (0, 'pier', 1);
INSERT INTO passage_stem ("server", "stem", "passages") VALUES (0, 'the', 1);
INSERT INTO passage_edition ("source_id", "edition") VALUES (2, 'document 1');
INSERT INTO passage_search ("rowid", "text", "headings") VALUES (1, 'the pier is new', '');
CREATE TRIGGER fact_starts_as_draft BEFORE INSERT ON fact WHEN NEW.status <> 'draft' BEGIN SELECT RAISE(ABORT, 'a fact begins as a draft'); END;
CREATE TRIGGER fact_begins_of_a_kind BEFORE INSERT ON fact WHEN NOT EXISTS (SELECT 1 FROM kind WHERE name = NEW.kind) BEGIN SELECT RAISE(ABORT, 'a fact is of one of the kinds'); END;
CREATE TRIGGER fact_stays_of_a_kind BEFORE UPDATE ON fact WHEN NOT EXISTS (SELECT 1 FROM kind WHERE name = NEW.kind) BEGIN SELECT RAISE(ABORT, 'a fact is of one of the kinds'); END;
CREATE TRIGGER fact_is_not_replaced BEFORE INSERT ON fact WHEN EXISTS (SELECT 1 FROM fact WHERE id = NEW.id OR (server = NEW.server AND key = NEW.key)) BEGIN SELECT RAISE(ABORT, 'a fact is revised, not replaced'); END;
CREATE TRIGGER fact_in_use_is_cited BEFORE UPDATE ON fact WHEN NEW.status <> 'draft' AND NOT EXISTS (SELECT 1 FROM citation WHERE fact_id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a fact needs a citation'); END;
CREATE TRIGGER fact_stays_itself BEFORE UPDATE ON fact WHEN NEW.id <> OLD.id OR NEW.server <> OLD.server OR NEW.key <> OLD.key OR (OLD.status <> 'draft' AND NEW.status = 'draft') BEGIN SELECT RAISE(ABORT, 'a fact keeps its number, server and key, and does not become a draft again'); END;
CREATE TRIGGER fact_says_what_its_revision_says BEFORE UPDATE ON fact WHEN NEW.status <> 'draft' AND NOT EXISTS (SELECT 1 FROM (SELECT * FROM revision WHERE fact_id = NEW.id AND subject = 'fact' ORDER BY id DESC LIMIT 1) AS last WHERE last.number = NEW.revision AND json_extract(last.after, '$.kind') IS NEW.kind AND json_extract(last.after, '$.voice') IS NEW."voice" AND json_extract(last.after, '$.speaker') IS NEW."speaker" AND json_extract(last.after, '$.text') IS NEW."text" AND json_extract(last.after, '$.when') IS NEW."when" AND json_extract(last.after, '$.note') IS NEW."note" AND json_extract(last.after, '$.status') IS NEW."status" AND json_extract(last.after, '$.rank') IS NEW."rank" AND json_extract(last.after, '$.rank_reason') IS NEW."rank_reason" AND json_extract(last.after, '$.superseded_by') IS NEW."superseded_by" AND json_extract(last.after, '$.derived') IS NEW."derived" AND json_extract(last.after, '$.payload') IS json(NEW.payload) AND json_extract(last.after, '$.aliases') IS json(NEW.aliases) AND json_extract(last.after, '$.asked') IS json(NEW.asked)) BEGIN SELECT RAISE(ABORT, 'a fact says what its last revision says'); END;
CREATE TRIGGER fact_is_not_deleted BEFORE DELETE ON fact WHEN 1 BEGIN SELECT RAISE(ABORT, 'a fact is retracted, not deleted'); END;
CREATE TRIGGER last_citation_stays BEFORE DELETE ON citation WHEN EXISTS (SELECT 1 FROM fact WHERE id = OLD.fact_id AND status <> 'draft') AND NOT EXISTS (SELECT 1 FROM citation WHERE fact_id = OLD.fact_id AND id <> OLD.id) BEGIN SELECT RAISE(ABORT, 'a fact needs a citation'); END;
CREATE TRIGGER citation_is_not_replaced BEFORE INSERT ON citation WHEN EXISTS (SELECT 1 FROM citation WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a citation is added or deleted, not replaced'); END;
CREATE TRIGGER citation_is_not_changed BEFORE UPDATE ON citation WHEN 1 BEGIN SELECT RAISE(ABORT, 'a citation is added or deleted, not changed'); END;
CREATE TRIGGER citation_is_of_the_last_revision BEFORE INSERT ON citation WHEN EXISTS (SELECT 1 FROM fact WHERE id = NEW.fact_id AND status <> 'draft') AND NOT EXISTS (SELECT 1 FROM (SELECT * FROM revision WHERE fact_id = NEW.fact_id AND subject = 'fact' ORDER BY id DESC LIMIT 1) AS last, json_each(last.after, '$.citations') AS cited WHERE json_extract(cited.value, '$.fingerprint') = NEW.fingerprint AND json_extract(cited.value, '$.paragraph') = NEW.paragraph AND json_extract(cited.value, '$.source') = (SELECT key FROM source WHERE id = NEW.source_id)) BEGIN SELECT RAISE(ABORT, 'a fact cites what its last revision cites'); END;
CREATE TRIGGER citation_has_a_source BEFORE INSERT ON citation WHEN NOT EXISTS (SELECT 1 FROM source WHERE id = NEW.source_id) BEGIN SELECT RAISE(ABORT, 'a citation needs a source'); END;
CREATE TRIGGER source_is_not_deleted BEFORE DELETE ON source WHEN 1 BEGIN SELECT RAISE(ABORT, 'a source is retired, not deleted'); END;
CREATE TRIGGER source_is_not_replaced BEFORE INSERT ON source WHEN EXISTS (SELECT 1 FROM source WHERE id = NEW.id OR (server = NEW.server AND key = NEW.key)) BEGIN SELECT RAISE(ABORT, 'a source is revised, not replaced'); END;
CREATE TRIGGER source_stays_itself BEFORE UPDATE ON source WHEN NEW.id <> OLD.id OR NEW.server <> OLD.server OR NEW.key <> OLD.key BEGIN SELECT RAISE(ABORT, 'a source keeps its key'); END;
CREATE TRIGGER document_is_only_emptied BEFORE UPDATE ON document WHEN NEW.id <> OLD.id OR NEW.source_id <> OLD.source_id OR NEW.name <> OLD.name OR NEW.text IS NOT NULL OR NEW.reader IS NOT OLD.reader OR NEW.locators IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a document is replaced by a new version, or forgotten'); END;
CREATE TRIGGER document_is_not_deleted BEFORE DELETE ON document WHEN 1 BEGIN SELECT RAISE(ABORT, 'a document is forgotten, not deleted'); END;
CREATE TRIGGER document_is_not_replaced BEFORE INSERT ON document WHEN EXISTS (SELECT 1 FROM document WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a document is replaced by a new version, or forgotten'); END;
CREATE TRIGGER only_shared_facts_are_hidden BEFORE INSERT ON hidden WHEN NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.fact_id AND server = 0) BEGIN SELECT RAISE(ABORT, 'a server hides what is shared, and retracts its own'); END;
CREATE TRIGGER revision_is_not_changed BEFORE UPDATE ON revision WHEN 1 BEGIN SELECT RAISE(ABORT, 'history is only appended'); END;
CREATE TRIGGER revision_is_not_deleted BEFORE DELETE ON revision WHEN 1 BEGIN SELECT RAISE(ABORT, 'history is only appended'); END;
CREATE TRIGGER revision_is_not_replaced BEFORE INSERT ON revision WHEN EXISTS (SELECT 1 FROM revision WHERE id = NEW.id OR hash = NEW.hash OR previous_hash = NEW.previous_hash) BEGIN SELECT RAISE(ABORT, 'history is only appended'); END;
CREATE TRIGGER revision_follows_the_head BEFORE INSERT ON revision WHEN EXISTS (SELECT 1 FROM head WHERE number + 1 <> NEW.id OR hash <> NEW.previous_hash) BEGIN SELECT RAISE(ABORT, 'history is only appended'); END;
CREATE TRIGGER revision_moves_the_head AFTER INSERT ON revision BEGIN UPDATE head SET number = NEW.id, hash = NEW.hash; INSERT INTO head SELECT 1, NEW.id, NEW.hash WHERE NOT EXISTS (SELECT 1 FROM head); END;
CREATE TRIGGER revision_is_of_its_fact BEFORE INSERT ON revision WHEN NEW.fact_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fact WHERE id = NEW.fact_id AND key = NEW.key) BEGIN SELECT RAISE(ABORT, 'a revision names the fact by its key'); END;
CREATE TRIGGER head_goes_forward BEFORE UPDATE ON head WHEN NEW.id <> OLD.id OR NEW.number <= OLD.number BEGIN SELECT RAISE(ABORT, 'history is only appended'); END;
CREATE TRIGGER head_is_not_deleted BEFORE DELETE ON head WHEN 1 BEGIN SELECT RAISE(ABORT, 'history is only appended'); END;
CREATE TRIGGER head_is_not_replaced BEFORE INSERT ON head WHEN EXISTS (SELECT 1 FROM head) BEGIN SELECT RAISE(ABORT, 'history is only appended'); END;
