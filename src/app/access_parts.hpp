// The use cases of rights, audit, workspaces and monitoring, put together for compose.cpp.
#pragma once

#include "api/resources.hpp"

namespace presstime {

struct AccessParts {
    AccessParts(const control::Environment& environment, control::Tokens& tokens)
        : refusals(environment.database, environment.clock),
          categories(environment),
          groups(environment),
          views(environment),
          audits(environment, refusals),
          workspaces(environment, tokens),
          metrics(environment)
    {
    }

    api::AccessControls controls() { return {categories, groups, views, audits, workspaces, refusals}; }

    control::Refusals refusals; // a service: started and stopped with the others
    control::Categories categories;
    control::Groups groups;
    control::AccessViews views;
    control::Audits audits;
    control::Workspaces workspaces;
    control::Metrics metrics;
};

} // namespace presstime
