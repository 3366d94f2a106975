-- Copies with pages: how they are set. Empty for memos whose copies have none.
ALTER TABLE memo ADD COLUMN setting TEXT NOT NULL DEFAULT '';
