-- No key gets the id of a deleted one. An identity column never gives one twice: nothing to mend here.
COMMENT ON COLUMN tokens.id IS 'never given twice';
