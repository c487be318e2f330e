// Reading rows into records: columns in the order the statement names them, enum words checked. For the
// store's own files.
#pragma once

#include "model/enum_text.hpp"
#include "platform/db/database.hpp"

#include <fmt/format.h>

#include <optional>
#include <vector>

namespace presstime::store {

// Takes a row's columns one after another. A word that no enumerator bears is kept as the error of finish().
class RowReader {
public:
    explicit RowReader(const db::Row& row) : row_(row) {}

    std::int64_t integer() { return row_.integer(next_++); }
    int small_integer() { return static_cast<int>(integer()); }
    bool boolean() { return row_.boolean(next_++); }
    std::string text() { return row_.text(next_++); }
    Instant instant() { return row_.instant(next_++); }
    std::optional<Instant> optional_instant() { return row_.optional_instant(next_++); }
    std::optional<std::int64_t> optional_integer()
    {
        int column = next_++;
        return row_.is_null(column) ? std::nullopt : std::optional(row_.integer(column));
    }
    template <typename Enum>
    Enum word()
    {
        std::string word = text();
        auto value = from_text<Enum>(word);
        if (!value)
            unknown_word_ = word;
        return value.value_or(Enum{});
    }
    Result<> finish() const
    {
        if (unknown_word_)
            return fail(Error::give_up("the state database holds a word this version does not know")
                            .with_context(*unknown_word_));
        return {};
    }

private:
    const db::Row& row_;
    int next_ = 0;
    std::optional<std::string> unknown_word_;
};

template <typename Enum>
db::Parameter word(Enum value)
{
    return db::param(to_text(value));
}

// A reference to nothing is NULL; RowReader::integer() gives it back as 0.
inline db::Parameter id_or_null(std::int64_t id)
{
    return id == 0 ? db::Parameter{} : db::param(id);
}

// Every row of the statement, through `read(const db::Row&) -> Result<T>`.
template <typename Read>
auto query_all(db::Session& session, const db::Statement& statement, const db::Parameters& parameters,
               Read&& read)
    -> Result<std::vector<typename decltype(read(std::declval<const db::Row&>()))::value_type>>
{
    std::vector<typename decltype(read(std::declval<const db::Row&>()))::value_type> records;
    TRY(session.query(statement, parameters, [&](const db::Row& row) -> Result<> {
        records.push_back(TRY(read(row)));
        return {};
    }));
    return records;
}

// The first row, or nothing.
template <typename Read>
auto query_first(db::Session& session, const db::Statement& statement, const db::Parameters& parameters,
                 Read&& read)
    -> Result<std::optional<typename decltype(read(std::declval<const db::Row&>()))::value_type>>
{
    auto records = TRY(query_all(session, statement, parameters, std::forward<Read>(read)));
    using Record = typename decltype(records)::value_type;
    return records.empty() ? std::optional<Record>() : std::optional<Record>(std::move(records.front()));
}

inline Result<std::vector<std::int64_t>> query_ids(db::Session& session, const db::Statement& statement,
                                                   const db::Parameters& parameters)
{
    return query_all(session, statement, parameters,
                     [](const db::Row& row) -> Result<std::int64_t> { return row.integer(0); });
}

inline Result<std::optional<Instant>> query_instant(db::Session& session, const db::Statement& statement,
                                                    const db::Parameters& parameters)
{
    auto micros = TRY(session.query_integer(statement, parameters));
    return micros ? std::optional(from_micros(*micros)) : std::nullopt;
}

// True when the statement changed a row: under a fence, whether it still holds.
inline Result<bool> changes_row(db::Session& session, const db::Statement& statement,
                                const db::Parameters& parameters)
{
    return TRY(session.execute(statement, parameters)) > 0;
}

} // namespace presstime::store
