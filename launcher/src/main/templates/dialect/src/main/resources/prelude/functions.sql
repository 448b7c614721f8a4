-- Each statement can be run again over an older version, and nothing is ever dropped: tables may depend on it.

CREATE OR REPLACE FUNCTION nvl(anyelement, anyelement) RETURNS anyelement
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT COALESCE($1, $2)';

-- For two literals, whose type nothing else tells.
CREATE OR REPLACE FUNCTION nvl(text, text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT COALESCE($1, $2)';
