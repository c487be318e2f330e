// DuckDB's C functions, found in libduckdb.so on first use: the library is 70 MB, and a server that reads no
// DuckDB data should neither load nor need it. Handles free themselves.
#pragma once

#include "base/result.hpp"

#include <duckdb.h>

#include <utility>

namespace presstime {

struct DuckdbApi {
    // NOLINTBEGIN(bugprone-macro-parentheses): a declared name cannot stand in parentheses
#define PRESSTIME_DUCKDB(name) decltype(&::duckdb_##name) name = nullptr;
#include "source/duckdb_functions.def"
#undef PRESSTIME_DUCKDB
    // NOLINTEND(bugprone-macro-parentheses)
};

// The functions, from the file PRESSTIME_DUCKDB_LIBRARY (environment) names, else from libduckdb.so beside
// the program, else from where the build found it. Loaded once; a failure is tried again at the next call.
Result<const DuckdbApi*> duckdb_api();

// Owns one of DuckDB's handles; `Destroy` is the member of DuckdbApi that frees it.
template <typename T, auto Destroy>
class DuckdbHandle {
public:
    explicit DuckdbHandle(const DuckdbApi& api) : api_(&api) {}
    DuckdbHandle(DuckdbHandle&& other) noexcept : api_(other.api_), value_(std::exchange(other.value_, T{}))
    {
    }
    DuckdbHandle& operator=(DuckdbHandle&& other) noexcept
    {
        std::swap(api_, other.api_);
        std::swap(value_, other.value_);
        return *this;
    }
    ~DuckdbHandle() { (api_->*Destroy)(&value_); }
    T& get() { return value_; }
    T* out() { return &value_; }

private:
    const DuckdbApi* api_;
    T value_{};
};

using DuckdbDatabase = DuckdbHandle<duckdb_database, &DuckdbApi::close>;
using DuckdbConnection = DuckdbHandle<duckdb_connection, &DuckdbApi::disconnect>;
using DuckdbConfig = DuckdbHandle<duckdb_config, &DuckdbApi::destroy_config>;
using DuckdbResult = DuckdbHandle<duckdb_result, &DuckdbApi::destroy_result>;
using DuckdbExtracted = DuckdbHandle<duckdb_extracted_statements, &DuckdbApi::destroy_extracted>;
using DuckdbPrepared = DuckdbHandle<duckdb_prepared_statement, &DuckdbApi::destroy_prepare>;
using DuckdbPending = DuckdbHandle<duckdb_pending_result, &DuckdbApi::destroy_pending>;
using DuckdbLogicalType = DuckdbHandle<duckdb_logical_type, &DuckdbApi::destroy_logical_type>;
using DuckdbChunk = DuckdbHandle<duckdb_data_chunk, &DuckdbApi::destroy_data_chunk>;

} // namespace presstime
