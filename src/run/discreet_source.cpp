// Engines write "class: details"; the details of the few classes that tell of the statement alone are kept.
#include "run/discreet_source.hpp"

#include "base/log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace presstime::run {
namespace {

constexpr std::array<std::string_view, 6> kOfTheStatement = {"Binder Error",   "Catalog Error",
                                                             "no such column", "no such function",
                                                             "no such table",  "ambiguous column name"};

Error discreet(Error error)
{
    const std::size_t colon = error.message.find(": ");
    if (error.kind != ErrorKind::give_up || colon == std::string::npos)
        return error;
    const std::string_view kind = std::string_view(error.message).substr(0, colon);
    if (std::ranges::find(kOfTheStatement, kind) != kOfTheStatement.end())
        return error;
    log_error("query.failed_under_security", error);
    error.message =
        fmt::format("{}; under row-level security its details are in the server's log alone", kind);
    return error;
}

template <typename T>
Result<T> discreet(Result<T> result)
{
    return result ? std::move(result) : Result<T>(fail(discreet(std::move(result).error())));
}

class DiscreetReader final : public BatchReader {
public:
    explicit DiscreetReader(std::unique_ptr<BatchReader> reader) : reader_(std::move(reader)) {}

    const std::vector<Column>& columns() const override { return reader_->columns(); }
    Completeness completeness() const override { return reader_->completeness(); }
    Result<bool> next(Batch& batch) override { return discreet(reader_->next(batch)); }

private:
    std::unique_ptr<BatchReader> reader_;
};

class DiscreetSource final : public Source {
public:
    explicit DiscreetSource(std::shared_ptr<Source> source) : source_(std::move(source)) {}

    Result<std::unique_ptr<BatchReader>> query(const std::string& sql, const std::vector<Binding>& bindings,
                                               const QueryLimits& limits, Deadline deadline) override
    {
        auto reader = TRY(discreet(source_->query(sql, bindings, limits, std::move(deadline))));
        return std::make_unique<DiscreetReader>(std::move(reader));
    }

    Result<std::vector<Column>> describe(const std::string& sql, const std::vector<Binding>& bindings,
                                         Deadline deadline) override
    {
        return discreet(source_->describe(sql, bindings, std::move(deadline)));
    }

    Result<ComposedQuery> compose(const std::string& sql, const QueryScope& scope,
                                  const std::vector<Binding>& bindings, Deadline deadline) override
    {
        return source_->compose(sql, scope, bindings, std::move(deadline));
    }

    Result<std::vector<RelationColumn>>
    describe_dataset(const Dataset& dataset, const std::vector<Binding>& bindings, Deadline deadline) override
    {
        return source_->describe_dataset(dataset, bindings, std::move(deadline));
    }

    Result<SourceSchema> schema(Deadline deadline) override { return source_->schema(std::move(deadline)); }

    const SqlDialect& dialect() const override { return source_->dialect(); }

private:
    std::shared_ptr<Source> source_;
};

} // namespace

std::shared_ptr<Source> make_discreet(std::shared_ptr<Source> source)
{
    return std::make_shared<DiscreetSource>(std::move(source));
}

} // namespace presstime::run
