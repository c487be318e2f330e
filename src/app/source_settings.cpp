// Without `source_roots` a source may read the folder `data` of the data folder alone.
#include "app/source_settings.hpp"

#include <filesystem>

namespace presstime {
namespace fs = std::filesystem;

SourceContext source_context(const Settings& settings)
{
    SourceContext context;
    context.data_folder = fs::path(settings.data_dir) / "data";
    if (settings.source_roots.empty())
        context.allowed_roots = {context.data_folder};
    for (const std::string& root : settings.source_roots)
        context.allowed_roots.emplace_back(root);
    context.uploads_folder = fs::path(settings.data_dir) / "uploads";
    context.temp_folder = fs::path(settings.data_dir) / "tmp";
    context.memory_limit_bytes = settings.duckdb_memory_limit_mb << 20;
    context.threads = static_cast<int>(settings.duckdb_threads);
    return context;
}

stage::ServerQueryLimits query_limits(const Settings& settings)
{
    return {settings.max_result_rows, settings.max_result_bytes, static_cast<int>(settings.query_timeout_s)};
}

cli::RenderSettings render_settings(const Settings& settings)
{
    cli::RenderSettings render{settings.data_dir, source_context(settings), query_limits(settings),
                               static_cast<int>(settings.max_pages)};
    render.browser.path = settings.browser_path;
    render.browser.temp_folder = fs::temp_directory_path();
    render.browser.memory_limit_bytes = settings.browser_memory_mib << 20;
    render.browser.page_timeout = std::chrono::seconds(settings.template_timeout_s);
    return render;
}

} // namespace presstime
