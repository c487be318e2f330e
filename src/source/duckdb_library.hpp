// DuckDB's C functions, found in libduckdb.so on first use: the library is 70 MB, and a server that reads no
// DuckDB data should neither load nor need it. Handles free themselves.
#pragma once

#include "base/result.hpp"

#include <duckdb.h>

#include <utility>

namespace presstime {

#define PRESSTIME_DUCKDB_FUNCTIONS(X)                                                                        \
    X(open_ext)                                                                                              \
    X(close)                                                                                                 \
    X(connect)                                                                                               \
    X(disconnect) X(interrupt) X(create_config) X(set_config) X(destroy_config) X(free) X(query)             \
        X(destroy_result) X(result_error) X(column_count) X(column_name) X(column_logical_type)              \
            X(fetch_chunk) X(extract_statements) X(prepare_extracted_statement) X(extract_statements_error)  \
                X(destroy_extracted) X(prepare) X(prepare_error) X(destroy_prepare)                          \
                    X(prepared_statement_type) X(prepared_statement_column_count)                            \
                        X(prepared_statement_column_name) X(prepared_statement_column_logical_type)          \
                            X(nparams) X(parameter_name) X(bind_boolean) X(bind_int64) X(bind_double)        \
                                X(bind_varchar_length) X(bind_date) X(bind_timestamp) X(bind_null)           \
                                    X(pending_prepared_streaming) X(pending_error) X(execute_pending)        \
                                        X(destroy_pending) X(get_type_id) X(destroy_logical_type)            \
                                            X(decimal_width) X(decimal_scale) X(decimal_internal_type)       \
                                                X(enum_internal_type) X(enum_dictionary_size)                \
                                                    X(enum_dictionary_value) X(data_chunk_get_size)          \
                                                        X(data_chunk_get_vector) X(destroy_data_chunk)       \
                                                            X(vector_get_data) X(vector_get_validity)

struct DuckdbApi {
#define X(name) decltype(&::duckdb_##name) name = nullptr;
    PRESSTIME_DUCKDB_FUNCTIONS(X)
#undef X
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
