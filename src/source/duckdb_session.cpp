#include "source/duckdb_session.hpp"

#include "source/duckdb_columns.hpp"
#include "source/sql_text.hpp"

#include <fmt/format.h>

namespace presstime {
namespace {

struct Bind {
    const DuckdbApi& api;
    duckdb_prepared_statement statement;
    idx_t index;

    duckdb_state operator()(std::monostate) const { return api.bind_null(statement, index); }
    duckdb_state operator()(bool value) const { return api.bind_boolean(statement, index, value); }
    duckdb_state operator()(std::int64_t value) const { return api.bind_int64(statement, index, value); }
    duckdb_state operator()(double value) const { return api.bind_double(statement, index, value); }
    duckdb_state operator()(const std::string& value) const
    {
        return api.bind_varchar_length(statement, index, value.data(), value.size());
    }
    duckdb_state operator()(LocalDate value) const
    {
        auto days = std::chrono::sys_days{value}.time_since_epoch().count();
        return api.bind_date(statement, index, duckdb_date{static_cast<std::int32_t>(days)});
    }
    duckdb_state operator()(Instant value) const
    {
        return api.bind_timestamp(statement, index, duckdb_timestamp{to_micros(value)});
    }
};

Error one_select(std::string_view found)
{
    return Error::invalid("sql", fmt::format("a query is exactly one SELECT; this is {}", found));
}

} // namespace

DuckdbSession::DuckdbSession(const DuckdbApi& api, DuckdbConnection connection, std::filesystem::path folder,
                             std::optional<QueryTimer> timer)
    : api_(api), connection_(std::move(connection)), folder_(std::move(folder)), timer_(std::move(timer))
{
    if (timer_) {
        watch_.emplace(*timer_,
                       [interrupt = api.interrupt, handle = connection_.get()] { interrupt(handle); });
    }
}

Error DuckdbSession::error(const char* message)
{
    if (timer_ && timer_->over())
        return timer_->error();
    fatal_ = fatal_ || (message != nullptr && is_fatal_duckdb_message(message));
    return duckdb_error(message, {folder_, sql_});
}

Result<> DuckdbSession::run(const std::string& sql)
{
    DuckdbResult result(api_);
    if (api_.query(connection_.get(), sql.c_str(), result.out()) == DuckDBError)
        return fail(error(api_.result_error(result.out())));
    return {};
}

Result<std::vector<std::string>> DuckdbSession::texts(const std::string& sql,
                                                      const std::optional<std::string>& parameter)
{
    DuckdbPrepared prepared(api_);
    if (api_.prepare(connection_.get(), sql.c_str(), prepared.out()) == DuckDBError)
        return fail(error(api_.prepare_error(prepared.get())));
    if (parameter)
        api_.bind_varchar_length(prepared.get(), 1, parameter->data(), parameter->size());
    DuckdbResult result = TRY(start(prepared));
    const std::vector<DuckdbColumn> columns = {{.column = {"text"}, .type = DUCKDB_TYPE_VARCHAR}};
    Batch batch{.rows = 0, .columns = {make_column_data(columns[0].column)}};
    std::vector<std::string> rows;
    for (DuckdbChunk chunk = TRY(fetch(result)); chunk.get() != nullptr; chunk = TRY(fetch(result))) {
        TRY(read_chunk(api_, chunk.get(), columns, batch));
        for (std::size_t row = 0; row < batch.rows; ++row)
            rows.emplace_back(batch.columns[0].text(row));
    }
    return rows;
}

Result<DuckdbPrepared> DuckdbSession::prepare(const std::string& sql)
{
    sql_ = sql;
    DuckdbExtracted extracted(api_);
    idx_t count = api_.extract_statements(connection_.get(), sql.c_str(), extracted.out());
    if (count == 0) {
        const char* reason = api_.extract_statements_error(extracted.get());
        return fail(reason != nullptr ? error(reason) : one_select("no statement at all"));
    }
    if (count > 1)
        return fail(one_select(fmt::format("{} statements", count)));
    DuckdbPrepared prepared(api_);
    if (api_.prepare_extracted_statement(connection_.get(), extracted.get(), 0, prepared.out()) ==
        DuckDBError)
        return fail(error(api_.prepare_error(prepared.get())));
    if (api_.prepared_statement_type(prepared.get()) != DUCKDB_STATEMENT_TYPE_SELECT)
        return fail(one_select("another kind of statement"));
    return prepared;
}

std::string DuckdbSession::parameter_name(DuckdbPrepared& prepared, idx_t index) const
{
    const char* raw = api_.parameter_name(prepared.get(), index);
    std::string name = raw != nullptr ? raw : std::to_string(index);
    api_.free(const_cast<char*>(raw));
    return name;
}

Result<> DuckdbSession::bind_value(DuckdbPrepared& prepared, idx_t index, const Value& value)
{
    if (std::visit(Bind{api_, prepared.get(), index}, value) == DuckDBError)
        return fail(Error::invalid("sql", fmt::format("the parameter ${} cannot be bound: {}",
                                                      parameter_name(prepared, index),
                                                      error(api_.prepare_error(prepared.get())).message)));
    return {};
}

Result<> DuckdbSession::bind(DuckdbPrepared& prepared, const std::vector<Binding>& bindings)
{
    for (idx_t index = 1; index <= api_.nparams(prepared.get()); ++index) {
        const Binding* binding = TRY(find_binding(bindings, parameter_name(prepared, index)));
        TRY(bind_value(prepared, index, binding->value));
    }
    return {};
}

Result<> DuckdbSession::bind_known(DuckdbPrepared& prepared, const std::vector<Binding>& bindings)
{
    for (idx_t index = 1; index <= api_.nparams(prepared.get()); ++index) {
        auto binding = find_binding(bindings, parameter_name(prepared, index));
        TRY(bind_value(prepared, index, binding ? (*binding)->value : Value{}));
    }
    return {};
}

Result<DuckdbResult> DuckdbSession::start(DuckdbPrepared& prepared)
{
    DuckdbPending pending(api_);
    if (api_.pending_prepared_streaming(prepared.get(), pending.out()) == DuckDBError)
        return fail(error(api_.pending_error(pending.get())));
    DuckdbResult result(api_);
    if (api_.execute_pending(pending.get(), result.out()) == DuckDBError) {
        const char* message = api_.result_error(result.out());
        return fail(error(message != nullptr ? message : api_.pending_error(pending.get())));
    }
    return result;
}

Result<DuckdbChunk> DuckdbSession::fetch(DuckdbResult& result)
{
    if (timer_ && timer_->over())
        return fail(timer_->error());
    DuckdbChunk chunk(api_);
    chunk.get() = api_.fetch_chunk(result.get());
    if (chunk.get() == nullptr) {
        // An interrupt may end the rows without an error of its own.
        if (timer_ && timer_->over())
            return fail(timer_->error());
        const char* message = api_.result_error(result.out());
        if (message != nullptr && *message != '\0')
            return fail(error(message));
    }
    return chunk;
}

} // namespace presstime
