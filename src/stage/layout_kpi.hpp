// KPI cards: label, value, change against a comparison, and a small line of the past where there is room.
#pragma once

#include "stage/layout_context.hpp"

namespace presstime::stage {

Result<> draw_kpi(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing);

} // namespace presstime::stage
