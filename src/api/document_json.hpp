// Rows as the API shows them: the stored documents with what
// the server adds, runs, deliveries and their attempts.
#pragma once

#include "api/call.hpp"
#include "control/connections.hpp"
#include "control/dashboards.hpp"
#include "control/deliveries.hpp"
#include "control/runs.hpp"
#include "model/render_input.hpp"

#include <boost/json/fwd.hpp>

namespace presstime::api {

boost::json::object report_json(const Report& report);
boost::json::object dashboard_json(const store::DashboardRecord& record);
boost::json::object connection_json(const store::ConnectionRecord& record);
boost::json::object query_json(const control::QueryPlace& place);
boost::json::object run_json(const control::RunDetails& details);
boost::json::array artifacts_json(const control::RunDetails& details);
boost::json::object delivery_json(const Delivery& delivery);
// With its attempts, in the words of the webhook ledger.
boost::json::object delivery_record_json(const control::DeliveryRecord& record);

// {"user": 7}, {"token": 3}, or null for what nobody owns.
boost::json::value owner_json(const OwnerRef& owner);

// With one decimal: what is drawn in half a millisecond should say so.
double milliseconds(std::int64_t microseconds);

// {"columns":[{"name","type"}],"rows":[[...]],"row_count","complete"};
// decimals beyond 2^53 and all dates are text.
boost::json::object table_json(const Table& table);
boost::json::array columns_json(const std::vector<Column>& columns); // [{"name","type"}]

// The same shape written row by row, so that a large result needs no more memory than its text.
struct RowsWish {
    std::int64_t offset = 0;
    std::int64_t limit = 0;
    std::size_t max_bytes =
        0; // of `out`; rows beyond are left for another call, and the note says from where
};
struct RowsWritten {
    std::int64_t rows = 0;
    bool complete = true;
};
Result<RowsWritten> append_rows_json(std::string& out, BatchReader& reader, const RowsWish& wish);

// The file itself; a drawing that failed for good is the data's or its source's doing: 502.
Result<http::Response> rendered_answer(Result<control::RenderedFile> file,
                                       Disposition disposition = Disposition::inline_view);

} // namespace presstime::api
