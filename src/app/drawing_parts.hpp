// What is drawn while somebody looks, put together for compose.cpp.
#pragma once

#include "api/resources.hpp"
#include "app/builtin_names.hpp"
#include "run/interactive_pool.hpp"

namespace presstime {

struct DrawingParts {
    DrawingParts(const control::Environment& environment, run::InteractivePool& pool)
        : pictures(environment, pool),
          data(environment, pool, pool),
          thumbnails(environment, pool),
          downloads(environment, pool, pool, renderer_names())
    {
    }

    api::DrawingControls controls() { return {pictures, data, thumbnails, downloads}; }

    control::Pictures pictures;
    control::WidgetData data;
    control::Thumbnails thumbnails;
    control::Downloads downloads;
};

} // namespace presstime
