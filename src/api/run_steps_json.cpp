// What a step does not have is left out; a step that has not begun has taken no time yet.
#include "api/run_steps_json.hpp"

#include "api/call.hpp"
#include "api/document_json.hpp"
#include "model/enum_text.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;

json::array steps_json(const std::vector<control::RunStep>& steps)
{
    json::array out;
    for (const control::RunStep& step : steps) {
        json::object shown{
            {"name", to_text(step.kind)}, {"label", step.label}, {"status", to_text(step.status)}};
        shown["started_at"] = instant_json(step.started_at);
        shown["elapsed_ms"] = milliseconds(step.elapsed_us.value_or(0));
        if (step.rows)
            shown["rows"] = *step.rows;
        if (!step.detail.empty())
            shown["detail"] = step.detail;
        if (!step.recipient.empty())
            shown["recipient"] = step.recipient;
        out.push_back(std::move(shown));
    }
    return out;
}

json::object progress_json(const control::RunProgress& progress, RunPhase phase)
{
    return {{"done", progress.done},
            {"total", progress.total},
            {"label", progress.label},
            {"phase", to_text(phase)},
            {"updated_at", format_rfc3339(progress.updated_at)}};
}

} // namespace presstime::api
