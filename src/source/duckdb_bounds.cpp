// The macros have the names of DuckDB's functions and operators, which they call by their full names.
#include "source/duckdb_bounds.hpp"

namespace presstime {

// Text: one cell of repeat() can take 4 GB, one of damerau_levenshtein() more than the machine has.
// Patterns: DuckDB tries every way to spread a text over the wildcards of LIKE and GLOB, which with a dozen
// of them does not end; from the fourth on a regular expression, which takes one way through the text, says
// the same. JSON: some functions call themselves for each level, and the deepest text ends the process.
const char* const kBoundedFunctions = R"sql(
    CREATE TEMP MACRO repeat(s, n) AS CASE WHEN len(s)::HUGEINT * n > 65536
        THEN error('repeat makes at most 65536 characters') ELSE system.main.repeat(s, n) END;
    CREATE TEMP MACRO lpad(s, n, c) AS CASE WHEN n > 65536
        THEN error('lpad makes at most 65536 characters') ELSE system.main.lpad(s, n::INTEGER, c) END;
    CREATE TEMP MACRO rpad(s, n, c) AS CASE WHEN n > 65536
        THEN error('rpad makes at most 65536 characters') ELSE system.main.rpad(s, n::INTEGER, c) END;
    CREATE TEMP MACRO levenshtein(s, t) AS CASE WHEN len(s)::HUGEINT * len(t) > 10000000
        THEN error('levenshtein takes shorter texts') ELSE system.main.levenshtein(s, t) END;
    CREATE TEMP MACRO editdist3(s, t) AS CASE WHEN len(s)::HUGEINT * len(t) > 10000000
        THEN error('editdist3 takes shorter texts') ELSE system.main.editdist3(s, t) END;
    CREATE TEMP MACRO damerau_levenshtein(s, t) AS CASE WHEN len(s)::HUGEINT * len(t) > 10000000
        THEN error('damerau_levenshtein takes shorter texts') ELSE system.main.damerau_levenshtein(s, t) END;
    CREATE TEMP MACRO presstime_wildcards(p, sign) AS len(p) - len(system.main.replace(p, sign, ''));
    CREATE TEMP MACRO presstime_pattern(p)
        AS system.main.replace(system.main.replace(system.main.regexp_escape(p), '\%', '.*'), '_', '.');
    CREATE TEMP MACRO "~~"(s, p) AS CASE WHEN presstime_wildcards(p, '%') > 3
        THEN system.main.regexp_full_match(s, presstime_pattern(p), 's') ELSE system.main."~~"(s, p) END;
    CREATE TEMP MACRO "!~~"(s, p) AS CASE WHEN presstime_wildcards(p, '%') > 3
        THEN NOT system.main.regexp_full_match(s, presstime_pattern(p), 's') ELSE system.main."!~~"(s, p) END;
    CREATE TEMP MACRO "~~*"(s, p) AS CASE WHEN presstime_wildcards(p, '%') > 3
        THEN system.main.regexp_full_match(s, presstime_pattern(p), 'si') ELSE system.main."~~*"(s, p) END;
    CREATE TEMP MACRO "!~~*"(s, p) AS CASE WHEN presstime_wildcards(p, '%') > 3
        THEN NOT system.main.regexp_full_match(s, presstime_pattern(p), 'si')
        ELSE system.main."!~~*"(s, p) END;
    CREATE TEMP MACRO "~~~"(s, p) AS CASE WHEN presstime_wildcards(p, '*') > 3
        THEN error('GLOB takes at most 3 signs *')
        ELSE system.main."~~~"(s, p) END;
    CREATE TEMP MACRO like_escape(s, p, e) AS CASE WHEN presstime_wildcards(p, '%') > 3
        THEN error('LIKE with ESCAPE takes at most 3 signs %') ELSE system.main.like_escape(s, p, e) END;
    CREATE TEMP MACRO not_like_escape(s, p, e) AS CASE WHEN presstime_wildcards(p, '%') > 3
        THEN error('LIKE with ESCAPE takes at most 3 signs %') ELSE system.main.not_like_escape(s, p, e) END;
    CREATE TEMP MACRO ilike_escape(s, p, e) AS CASE WHEN presstime_wildcards(p, '%') > 3
        THEN error('LIKE with ESCAPE takes at most 3 signs %') ELSE system.main.ilike_escape(s, p, e) END;
    CREATE TEMP MACRO not_ilike_escape(s, p, e) AS CASE WHEN presstime_wildcards(p, '%') > 3
        THEN error('LIKE with ESCAPE takes at most 3 signs %') ELSE system.main.not_ilike_escape(s, p, e) END;
    CREATE TEMP MACRO presstime_json(j, called) AS CASE WHEN len(j::VARCHAR) > 65536
        THEN error(called || ' takes at most 65536 characters') ELSE j END;
    CREATE TEMP MACRO json_structure(j) AS system.main.json_structure(presstime_json(j, 'json_structure'));
    CREATE TEMP MACRO json_contains(j, part)
        AS system.main.json_contains(
        presstime_json(j, 'json_contains'), presstime_json(part, 'json_contains'));
    CREATE TEMP MACRO json_merge_patch(j, patch) AS system.main.json_merge_patch(
        presstime_json(j, 'json_merge_patch'), presstime_json(patch, 'json_merge_patch')))sql";

} // namespace presstime
