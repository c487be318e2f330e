// The token is verified before anything else of the body is believed or run.
#include "control/structured_results.hpp"

#include "base/deadline.hpp"
#include "base/text.hpp"
#include "codec/embed_json.hpp"
#include "codec/json_reader.hpp"
#include "codec/security_json.hpp"
#include "model/enum_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxQueries = 50;
constexpr std::int64_t kMaxRows = 100'000;
// Of all queries of a request together, beside the limits of each.
constexpr std::size_t kMaxBytes = 64 << 20;
constexpr std::chrono::seconds kMaxTime{60};

struct Request {
    std::string token;
    std::vector<std::variant<StructuredQuery, WidgetQuery>> queries;
    RowShape shape = RowShape::arrays;
};

// Data sets made of SQL do the same, where the filters are.
Result<> check_virtual_fields(const json::value* given)
{
    if (!given)
        return {};
    bool empty = given->is_object();
    if (empty)
        for (const auto& member : given->get_object())
            empty = empty && member.value().is_array() && member.value().get_array().empty();
    if (empty)
        return {};
    return fail(Error::invalid("virtualFields", "virtualFields are not available; add the column to the SQL "
                                                "of the data set and leave virtualFields empty"));
}

Result<std::variant<StructuredQuery, WidgetQuery>> read_query(const json::value& given,
                                                              const std::string& path)
{
    if (given.is_object() && given.get_object().contains("widgetId"))
        return TRY(codec::widget_query_from_json(given, path));
    return TRY(codec::structured_query_from_json(given, path));
}

Result<Request> read_request(std::string_view text)
{
    const json::value document = TRY(codec::parse_json(text));
    codec::ObjectReader reader(document, "");
    Request request;
    reader.require("queries");
    reader.text("identityConfigIntegritySignature", request.token, {1, 262'144, codec::TextShape::line});
    std::string shape = "arrays";
    if (reader.text("rows", shape, {1, 20}) && shape != "arrays" && shape != "objects")
        reader.fail_unknown_word("rows", shape, {"arrays", "objects"});
    request.shape = shape == "objects" ? RowShape::objects : RowShape::arrays;
    const json::value* virtual_fields = reader.take("virtualFields");
    const json::array* queries = reader.list("queries", kMaxQueries);
    TRY(reader.finish());
    TRY(check_virtual_fields(virtual_fields));
    for (std::size_t index = 0; index < queries->size(); ++index)
        request.queries.push_back(TRY(read_query((*queries)[index], codec::indexed("queries", index))));
    return request;
}

// The rows from the query's offset on. One that names a limit wants no more, so that a cut there is none.
void cut_to_page(const WidgetQuery& query, Table& table)
{
    table.data.drop_rows(static_cast<std::size_t>(query.offset));
    if (!query.limit || static_cast<std::int64_t>(table.data.rows) < *query.limit)
        return;
    table.data.keep_rows(static_cast<std::size_t>(*query.limit));
    table.completeness.cut = false;
}

} // namespace

Result<QueryAnswer> StructuredResults::run(const DataAccess& access, const Asked& query,
                                           const std::string& path)
{
    if (const auto* structured = std::get_if<StructuredQuery>(&query))
        return interactive_.run_structured({.workspace_id = access.workspace_id,
                                            .query = *structured,
                                            .path = path,
                                            .bindings = access.parameters,
                                            .security = access.security,
                                            .max_rows = kMaxRows});
    const WidgetQuery& widget = std::get<WidgetQuery>(query);
    const std::int64_t wanted = widget.limit ? std::min(*widget.limit, kMaxRows) : kMaxRows;
    QueryAnswer answer =
        TRY(embeds_.rows(access, widget, std::min(kMaxRows, wanted + std::min(widget.offset, kMaxRows))));
    cut_to_page(widget, answer.table);
    return answer;
}

Result<ResultSet> StructuredResults::create(std::string_view bearer, std::string_view json)
{
    Request request = TRY(read_request(json));
    const DataAccess access = TRY(tokens_.verify(request.token.empty() ? bearer : request.token));
    ResultSet set{{}, request.shape};
    const Deadline deadline = Deadline::after(kMaxTime);
    std::size_t bytes = 0;
    for (std::size_t index = 0; index < request.queries.size(); ++index) {
        const std::string path = codec::indexed("queries", index);
        if (deadline.expired())
            return fail(Error::too_large(
                "queries", fmt::format("the queries take longer than {} s together; send fewer at once",
                                       kMaxTime.count())));
        QueryAnswer answer = TRY(run(access, request.queries[index], path));
        if (answer.table.completeness.cut)
            return fail(Error::too_large(
                path + ".limit", fmt::format("{} has more rows than one answer holds ({}); give it a limit "
                                             "and ask for the rest with offset",
                                             path, answer.table.completeness.reason)));
        bytes += answer.table.data.byte_size();
        if (bytes > kMaxBytes)
            return fail(Error::too_large(
                "queries", fmt::format("the results hold more than {} together; send fewer queries at once, "
                                       "or give them limits",
                                       format_bytes(kMaxBytes))));
        set.tables.push_back(std::move(answer.table));
    }
    return set;
}

} // namespace presstime::control
