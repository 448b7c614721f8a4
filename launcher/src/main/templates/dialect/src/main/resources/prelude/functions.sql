-- Each statement can be run again over an older version, and nothing is ever dropped: tables may depend on it.

CREATE OR REPLACE FUNCTION nvl(anyelement, anyelement) RETURNS anyelement
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN COALESCE($1, $2);
