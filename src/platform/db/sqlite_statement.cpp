// Running statements on one SQLite connection: prepared once, found again by the statement's address, and
// bound by the number in each parameter's name. In SQLite `$2` is a parameter named "2" whose index is the
// order of first appearance, so the number must be looked up.
#include "platform/db/sqlite_connection.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::db {
namespace {

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* handle) : handle_(handle) {}
    bool is_null(int column) const override { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(handle_, column); }
    double real(int column) const override { return sqlite3_column_double(handle_, column); }
    std::string text(int column) const override
    {
        const unsigned char* bytes = sqlite3_column_text(handle_, column);
        auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
        return bytes == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(bytes), size);
    }

private:
    sqlite3_stmt* handle_;
};

// Which of SQLite's indexes is $1, $2 ...; the numbers must be exactly 1 to n.
Result<std::vector<int>> number_parameters(sqlite3_stmt* handle, const Statement& statement)
{
    int count = sqlite3_bind_parameter_count(handle);
    std::vector<int> slots(static_cast<std::size_t>(count), 0);
    for (int index = 1; index <= count; ++index) {
        const char* name = sqlite3_bind_parameter_name(handle, index);
        auto number = name != nullptr && name[0] == '$' ? parse_int(name + 1) : std::nullopt;
        if (!number || *number < 1 || *number > count)
            return fail(Error::give_up("a statement of the server is wrong: its parameters are not $1 to $n")
                            .with_context(fmt::format("{}: parameter {} of {}", statement.name,
                                                      name != nullptr ? name : "?", count)));
        slots[static_cast<std::size_t>(*number) - 1] = index;
    }
    return slots;
}

int bind(sqlite3_stmt* handle, int index, const Parameter& parameter)
{
    if (const auto* integer = std::get_if<std::int64_t>(&parameter))
        return sqlite3_bind_int64(handle, index, *integer);
    if (const auto* real = std::get_if<double>(&parameter))
        return sqlite3_bind_double(handle, index, *real);
    if (const auto* text = std::get_if<std::string>(&parameter)) // outlives the call: no copy
        return sqlite3_bind_text64(handle, index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    return sqlite3_bind_null(handle, index);
}

} // namespace

// A prepared statement for the length of one run: from the cache, or, when the cached one is busy further up
// the stack, a second one that is dropped afterwards.
class SqliteConnection::Use {
public:
    static Result<Use> of(SqliteConnection& connection, const Statement& statement)
    {
        auto found = connection.cache_.find(&statement);
        if (found != connection.cache_.end() && found->second.in_use)
            return Use(TRY(connection.prepare(statement, 0)));
        // An address may be met again with another text when a statement was not made to last.
        if (found != connection.cache_.end() && sqlite3_sql(found->second.handle) != statement.sql) {
            sqlite3_finalize(found->second.handle);
            connection.cache_.erase(found);
            found = connection.cache_.end();
        }
        if (found == connection.cache_.end())
            found = connection.cache_
                        .emplace(&statement, TRY(connection.prepare(statement, SQLITE_PREPARE_PERSISTENT)))
                        .first;
        return Use(found->second);
    }
    ~Use()
    {
        if (cached_ != nullptr) {
            sqlite3_reset(cached_->handle);
            sqlite3_clear_bindings(cached_->handle);
            cached_->in_use = false;
        } else {
            sqlite3_finalize(own_.handle);
        }
    }
    Use(Use&& other) noexcept
        : cached_(std::exchange(other.cached_, nullptr)), own_(std::exchange(other.own_, Prepared{}))
    {
    }
    Use& operator=(Use&&) = delete;

    sqlite3_stmt* handle() const { return cached_ != nullptr ? cached_->handle : own_.handle; }
    const std::vector<int>& slots() const { return cached_ != nullptr ? cached_->slots : own_.slots; }

private:
    explicit Use(Prepared& cached) : cached_(&cached) { cached.in_use = true; }
    explicit Use(Prepared&& own) : own_(std::move(own)) {}

    Prepared* cached_ = nullptr;
    Prepared own_;
};

Result<SqliteConnection::Prepared> SqliteConnection::prepare(const Statement& statement, unsigned flags)
{
    Prepared prepared;
    const char* rest = nullptr;
    int code = sqlite3_prepare_v3(handle_, statement.sql.data(), static_cast<int>(statement.sql.size()),
                                  flags, &prepared.handle, &rest);
    if (code != SQLITE_OK)
        return fail(error_of(code, statement.name));
    auto slots = number_parameters(prepared.handle, statement);
    if (!slots) {
        sqlite3_finalize(prepared.handle);
        return fail(std::move(slots).error());
    }
    prepared.slots = std::move(*slots);
    return prepared;
}

Result<> SqliteConnection::run(const Statement& statement, const Parameters& parameters,
                               const std::function<Result<>(const Row&)>& each)
{
    Use use = TRY(Use::of(*this, statement));
    if (use.slots().size() != parameters.size())
        return fail(Error::give_up("a statement of the server was given the wrong number of parameters")
                        .with_context(fmt::format("{}: takes {}, got {}", statement.name, use.slots().size(),
                                                  parameters.size())));
    for (std::size_t number = 0; number < parameters.size(); ++number) {
        int code = bind(use.handle(), use.slots()[number], parameters[number]);
        if (code != SQLITE_OK)
            return fail(error_of(code, statement.name));
    }
    SqliteRow row(use.handle());
    int code = sqlite3_step(use.handle());
    for (; code == SQLITE_ROW; code = sqlite3_step(use.handle()))
        if (each)
            TRY(each(row));
    if (code != SQLITE_DONE)
        return fail(error_of(code, statement.name));
    return {};
}

Result<std::int64_t> SqliteConnection::execute(const Statement& statement, const Parameters& parameters)
{
    TRY(run(statement, parameters, nullptr));
    return sqlite3_changes64(handle_);
}

Result<> SqliteConnection::query(const Statement& statement, const Parameters& parameters,
                                 const std::function<Result<>(const Row&)>& each)
{
    return run(statement, parameters, each);
}

Result<> SqliteConnection::execute_script(std::string_view script)
{
    std::string text(script);
    int code = sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return fail(error_of(code, "script"));
    return {};
}

} // namespace presstime::db
