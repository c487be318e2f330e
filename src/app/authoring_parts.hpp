// What people ask of their data while they write a dashboard, and where they begin: files, suggestions,
// sample data.
#pragma once

#include "api/resources.hpp"
#include "app/sample_files.hpp"
#include "app/source_settings.hpp"
#include "run/interactive_pool.hpp"

namespace presstime {

struct AuthoringParts {
    // All must outlive this.
    AuthoringParts(const control::Environment& environment, const Settings& settings,
                   control::Connections& connections, control::Dashboards& dashboards,
                   control::Reports& reports, run::InteractivePool& pool)
        : previews(environment, pool),
          schemas(environment, connections, pool, pool),
          suggestions(environment, schemas, pool),
          files(environment, files_config(settings), connections, schemas, pool),
          samples(environment, files_config(settings), sample_files(), connections, dashboards, reports)
    {
    }

    // Beside the folder of the connections' data, which every workspace may read.
    static control::FilesConfig files_config(const Settings& settings)
    {
        return {source_context(settings).uploads_folder, "../uploads"};
    }

    api::AuthoringControls controls() { return {previews, schemas, suggestions, files, samples}; }

    control::QueryPreviews previews;
    control::Schemas schemas;
    control::Suggestions suggestions;
    control::Files files;
    control::SampleData samples;
};

} // namespace presstime
