// The macros have the names of DuckDB's functions and operators, which they call by their full names.
#include "source/duckdb_bounds.hpp"

#include <fmt/format.h>

namespace presstime {
namespace {

// Text: one cell of repeat() can take 4 GB, one of damerau_levenshtein() more than the machine has.
// A width of a billion in a format does the same. Lists: no limit counts what range() makes in one cell; as a
// table, FROM range(...), it makes as many rows as one likes.
// Patterns: DuckDB tries every way to spread a text over the wildcards of LIKE and GLOB, which with a dozen
// of them does not end; from the fourth on a regular expression, which takes one way through the text, says
// the same. JSON: some functions call themselves for each level, and the deepest text ends the process.
constexpr const char* kMacros = R"sql(
    CREATE TEMP MACRO repeat(s, n) AS CASE WHEN len(s)::HUGEINT * n > 65536
        THEN error('repeat makes at most 65536 characters') ELSE system.main.repeat(s, n) END;
    CREATE TEMP MACRO lpad(s, n, c) AS CASE WHEN n > 65536
        THEN error('lpad makes at most 65536 characters') ELSE system.main.lpad(s, n::INTEGER, c) END;
    CREATE TEMP MACRO rpad(s, n, c) AS CASE WHEN n > 65536
        THEN error('rpad makes at most 65536 characters') ELSE system.main.rpad(s, n::INTEGER, c) END;
    CREATE TEMP MACRO presstime_place(v) AS coalesce(
        try_cast(v::VARCHAR AS DOUBLE), system.main.epoch(try_cast(v::VARCHAR AS TIMESTAMP)));
    CREATE TEMP MACRO presstime_step(v) AS system.main.abs(coalesce(
        try_cast(v::VARCHAR AS DOUBLE), system.main.epoch(try_cast(v::VARCHAR AS INTERVAL))));
    CREATE TEMP MACRO presstime_many(a, b, c) AS presstime_step(c) > 0
        AND system.main.abs(presstime_place(b) - presstime_place(a)) > 100000 * presstime_step(c);
    CREATE TEMP MACRO presstime_no_list(called) AS error(called
        || ' makes at most 100000 values in a list; as a table, FROM ' || called || '(...), it makes more');
    CREATE TEMP MACRO range(b) AS CASE WHEN presstime_many(0, b, 1)
            THEN presstime_no_list('range') ELSE system.main.range(b) END,
        (a, b) AS CASE WHEN presstime_many(a, b, 1)
            THEN presstime_no_list('range') ELSE system.main.range(a, b) END,
        (a, b, c) AS CASE WHEN presstime_many(a, b, c)
            THEN presstime_no_list('range') ELSE system.main.range(a, b, c) END;
    CREATE TEMP MACRO generate_series(b) AS CASE WHEN presstime_many(0, b, 1)
            THEN presstime_no_list('generate_series') ELSE system.main.generate_series(b) END,
        (a, b) AS CASE WHEN presstime_many(a, b, 1)
            THEN presstime_no_list('generate_series') ELSE system.main.generate_series(a, b) END,
        (a, b, c) AS CASE WHEN presstime_many(a, b, c)
            THEN presstime_no_list('generate_series') ELSE system.main.generate_series(a, b, c) END;
    CREATE TEMP MACRO replace(s, f, t) AS CASE
        WHEN len(s)::HUGEINT * len(t) > 16000000 * greatest(len(f), 1)
        THEN error('replace makes at most 16000000 characters') ELSE system.main.replace(s, f, t) END;
    CREATE TEMP MACRO bitstring(b, n) AS CASE WHEN n > 65536
        THEN error('bitstring makes at most 65536 bits') ELSE system.main.bitstring(b, n) END;
    CREATE TEMP MACRO presstime_printf(f) AS CASE
        WHEN system.main.regexp_matches(system.main.replace(f, '%%', ''), '%[-+ #0'',.\d]*(\d{5}|\*)')
        THEN error('printf takes widths of at most 4 digits, and no *') ELSE f END;
    CREATE TEMP MACRO presstime_format(f) AS CASE
        WHEN system.main.regexp_matches(system.main.replace(f, '{{', ''), '\{[^{}]*(\d{5}|\{)')
        THEN error('format takes widths of at most 4 digits, and none that are values') ELSE f END;
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

// A macro takes the numbers of arguments it names: printf(f), printf(f, a1), ... .
std::string any_arguments(const std::string& name)
{
    constexpr int kMostArguments = 20;
    std::string out;
    std::string arguments;
    for (int count = 0; count <= kMostArguments; ++count) {
        if (count > 0)
            arguments += fmt::format(", a{}", count);
        out += fmt::format("{}(f{}) AS system.main.{}(presstime_{}(f){})",
                           count == 0 ? fmt::format(";CREATE TEMP MACRO {}", name) : ", ", arguments, name,
                           name, arguments);
    }
    return out;
}

} // namespace

const std::string& bounded_functions()
{
    static const std::string statements = kMacros + any_arguments("printf") + any_arguments("format");
    return statements;
}

} // namespace presstime
