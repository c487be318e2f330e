// What people ask of their data while they write a dashboard.
#pragma once

#include "api/resources.hpp"
#include "run/interactive_pool.hpp"

namespace presstime {

struct AuthoringParts {
    // All must outlive this.
    AuthoringParts(const control::Environment& environment, control::Connections& connections,
                   run::InteractivePool& pool)
        : previews(environment, pool), schemas(environment, connections, pool, pool)
    {
    }

    api::AuthoringControls controls() { return {previews, schemas}; }

    control::QueryPreviews previews;
    control::Schemas schemas;
};

} // namespace presstime
