// From DuckDB's vectors to our columns: which type becomes which, and the copying of a chunk. Types that have
// no counterpart are cast to text by the statement itself (see DuckdbStatement), never here.
#pragma once

#include "model/table.hpp"
#include "source/duckdb_library.hpp"

#include <string>
#include <vector>

namespace presstime {

struct DuckdbColumn {
    Column column;
    duckdb_type type = DUCKDB_TYPE_INVALID;
    duckdb_type storage = DUCKDB_TYPE_INVALID; // of a decimal or an enum
    int source_scale = 0;                      // of a decimal that becomes real
    bool needs_text_cast = false;
    std::vector<std::string> dictionary; // of an enum
};

// DECIMAL to 18 digits is decimal, wider is real. 128-bit and unsigned 64-bit integers are integer until
// fit_wide_integers() has seen a first chunk. Infinite dates and instants ("no end") become NULL.
DuckdbColumn map_duckdb_column(const DuckdbApi& api, std::string name, duckdb_logical_type type);

// Makes columns of wide integers real when the chunk holds one beyond 64 bits.
void fit_wide_integers(const DuckdbApi& api, duckdb_data_chunk chunk, std::vector<DuckdbColumn>& columns);

// Replaces the rows of `batch` (which has `columns`) by the chunk's. give_up naming the column when a wide
// integer does not fit the type chosen before.
Result<> read_chunk(const DuckdbApi& api, duckdb_data_chunk chunk, const std::vector<DuckdbColumn>& columns,
                    Batch& batch);

} // namespace presstime
