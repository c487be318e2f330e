// The dashboards that the rendering benchmarks draw, with made-up figures from one seed: the same bytes are
// handed to Presstime as stored results and to its peers as JSON, so that both draw the same numbers.
#pragma once

#include "model/render_input.hpp"
#include "platform/objects/object_store.hpp"

#include <filesystem>
#include <string>

namespace presstime::bench {

// 4 KPI cards, 6 charts (grouped bars, a line of 1,000 points, donut, stacked area, a scatter of 5,000
// points, a heatmap of 24 x 7) and a table of 100 rows.
RenderInput sample_dashboard(ObjectStore& objects);
// One table of 8,300 rows x 18 narrow columns, on A4 landscape.
RenderInput long_table(ObjectStore& objects);

// The rows of every result of `input` as {"name": {"columns": [...], "rows": [[...]]}}, for the peers.
std::string results_as_json(const RenderInput& input);

} // namespace presstime::bench
