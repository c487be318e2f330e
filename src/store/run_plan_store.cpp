// The plan is JSON in the run's row: {"queries":[...],"formats":[...],"deliveries":3}.
#include "store/run_plan_store.hpp"

#include "codec/json_reader.hpp"
#include "codec/json_write.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr std::size_t kMostNames = 1'000;

constexpr db::Statement kPut{"runs.put_plan", R"sql(
    UPDATE runs
    SET plan = $2
    WHERE id = $1
)sql"};
constexpr db::Statement kGet{"runs.get_plan", R"sql(
    SELECT plan
    FROM runs
    WHERE id = $1
)sql"};

Result<RunPlan> read_plan(const db::Row& row)
{
    RunPlan plan;
    const std::string document = row.text(0);
    if (document.empty())
        return plan;
    const boost::json::value value = TRY(codec::parse_json(document));
    codec::ObjectReader reader(value, "plan");
    reader.texts("queries", plan.queries, kMostNames, {0, 1'000, codec::TextShape::paragraphs});
    reader.texts("formats", plan.formats, kMostNames);
    reader.integer("deliveries", plan.deliveries, {});
    TRY(reader.finish());
    return plan;
}

} // namespace

Result<> put_run_plan(db::Session& session, std::int64_t run_id, const RunPlan& plan)
{
    const boost::json::object document{{"queries", boost::json::value_from(plan.queries)},
                                       {"formats", boost::json::value_from(plan.formats)},
                                       {"deliveries", plan.deliveries}};
    TRY(session.execute(kPut, {db::param(run_id), db::param(codec::write_json(document))}));
    return {};
}

Result<RunPlan> get_run_plan(db::Session& session, std::int64_t run_id)
{
    auto plan = TRY(query_first(session, kGet, {db::param(run_id)}, read_plan));
    return std::move(plan).value_or(RunPlan{});
}

} // namespace presstime::store
