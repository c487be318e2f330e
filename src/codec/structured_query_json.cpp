// Queries as data, in the words that hosts' pages send.
#include "codec/json_reader.hpp"
#include "codec/json_write.hpp"
#include "codec/security_json.hpp"

#include <fmt/format.h>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::size_t kMaxFields = 50;
constexpr std::int64_t kMaxRows = 1'000'000;
constexpr std::size_t kMaxKeptBytes = 8'000; // an event carries it and stays below 20 kB

// "avg" and "average" mean the mean.
void read_aggregate(ObjectReader& reader, Aggregate& aggregate)
{
    std::string given;
    if (!reader.text("aggregate", given, {1, 40}))
        return;
    if (given == "avg" || given == "average")
        aggregate = Aggregate::mean;
    else
        reader.word("aggregate", aggregate);
}

// "field", or {"field": "field"}.
Result<std::string> read_dimension(const json::value& value, const std::string& path)
{
    if (value.is_string()) {
        TRY(check_text(value.get_string(), kNameRule, path));
        return std::string(value.get_string());
    }
    ObjectReader reader(value, path);
    std::string field;
    reader.require("field");
    reader.text("field", field, kNameRule);
    TRY(reader.finish());
    return field;
}

Result<Measure> read_measure(const json::value& value, const std::string& path)
{
    ObjectReader reader(value, path);
    Measure measure;
    reader.require("field");
    reader.text("field", measure.field, kNameRule);
    read_aggregate(reader, measure.aggregate);
    TRY(reader.finish());
    return measure;
}

Result<SortKey> read_sort_key(const json::value& value, const std::string& path)
{
    ObjectReader reader(value, path);
    SortKey key;
    reader.require("field");
    reader.text("field", key.field, kNameRule);
    read_aggregate(reader, key.aggregate);
    reader.word("direction", key.direction);
    TRY(reader.finish());
    return key;
}

// {"field","truncate"}; the unit goes by `trunc` and `granularity` too.
Result<TimeDimension> read_time_dimension(const json::value& value, const std::string& path)
{
    ObjectReader reader(value, path);
    TimeDimension dimension;
    reader.require("field");
    reader.text("field", dimension.field, kNameRule);
    int units = 0;
    for (std::string_view key : {"truncate", "trunc", "granularity"})
        units += reader.word(key, dimension.truncate) ? 1 : 0;
    if (units != 1)
        reader.fail("truncate", "is required: one of day, week, month, quarter, year, hour, minute, second");
    TRY(reader.finish());
    return dimension;
}

template <typename Item>
Result<std::vector<Item>> read_each(ObjectReader& reader, std::string_view key,
                                    Result<Item> (*read)(const json::value&, const std::string&))
{
    std::vector<Item> out;
    const json::array* items = reader.list(key, kMaxFields);
    for (std::size_t index = 0; items && index < items->size(); ++index)
        out.push_back(TRY(read((*items)[index], indexed(reader.path_of(key), index))));
    return out;
}

} // namespace

Result<StructuredQuery> structured_query_from_json(const json::value& value, const std::string& path)
{
    ObjectReader reader(value, path);
    StructuredQuery query;
    reader.require("dataSetId");
    reader.text("dataSetId", query.dataset, {1, 100});
    query.dimensions = TRY(read_each<std::string>(reader, "dimension", &read_dimension));
    query.measures = TRY(read_each<Measure>(reader, "measure", &read_measure));
    query.order = TRY(read_each<SortKey>(reader, "order", &read_sort_key));
    if (const json::value* given = reader.take("timeDimension"))
        query.time_dimension = TRY(read_time_dimension(*given, reader.path_of("timeDimension")));
    // Unlike a secure filter, a caller's own of nothing is none.
    if (const json::value* given = reader.take("filter"))
        query.filter = TRY(row_filter_from_json(*given, reader.path_of("filter")));
    std::int64_t limit = 0;
    if (reader.integer("limit", limit, {0, kMaxRows}))
        query.limit = limit;
    reader.integer("offset", query.offset, {0});
    TRY(reader.finish());
    if (query.dimensions.empty() && query.measures.empty() && !query.time_dimension)
        return presstime::fail(
            Error::invalid(reader.path_of("measure"), fmt::format("{} must hold a field, or dimension must",
                                                                  reader.path_of("measure"))));
    return query;
}

Result<std::string> structured_query_text(const json::value& value, const std::string& path)
{
    TRY(structured_query_from_json(value, path));
    std::string text = write_json(value);
    if (text.size() > kMaxKeptBytes)
        return presstime::fail(Error::invalid(
            path, fmt::format("{} must have at most {} bytes as JSON; move long filters into the data set",
                              path, kMaxKeptBytes)));
    return text;
}

} // namespace presstime::codec
