#include "source/duckdb_library.hpp"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <fmt/format.h>
#include <mutex>
#include <vector>

namespace presstime {
namespace {

std::vector<std::string> candidates()
{
    // The one who names a library wants that one and no other.
    if (const char* named = std::getenv("PRESSTIME_DUCKDB_LIBRARY"); named != nullptr && *named != '\0')
        return {named};
    std::vector<std::string> paths;
    std::error_code code;
    std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", code);
    if (!code)
        paths.push_back((program.parent_path() / "libduckdb.so").string());
    paths.emplace_back(PRESSTIME_DUCKDB_DEFAULT_LIBRARY);
    return paths;
}

Result<DuckdbApi> load(void* library)
{
    DuckdbApi api;
    auto find = [&](auto& function, const char* name) {
        function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(library, name));
        return function != nullptr;
    };
#define PRESSTIME_DUCKDB(name)                                                                               \
    if (!find(api.name, "duckdb_" #name))                                                                    \
        return fail(Error::give_up("DuckDB's library lacks duckdb_" #name "; use version 1.4 or newer"));
#include "source/duckdb_functions.def"
#undef PRESSTIME_DUCKDB
    return api;
}

Result<DuckdbApi> open_library()
{
    std::string reasons;
    for (const std::string& path : candidates()) {
        if (void* library = ::dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL))
            return load(library);
        const char* reason = ::dlerror();
        reasons += fmt::format("{}; ", reason != nullptr ? reason : path);
    }
    return fail(Error::give_up("DuckDB's library libduckdb.so cannot be opened; put it beside the program or "
                               "name it in PRESSTIME_DUCKDB_LIBRARY")
                    .with_context(reasons));
}

} // namespace

Result<const DuckdbApi*> duckdb_api()
{
    static std::mutex mutex;
    static DuckdbApi api;
    static bool loaded = false;
    std::lock_guard lock(mutex);
    if (!loaded) {
        api = TRY(open_library());
        loaded = true;
    }
    return &api;
}

} // namespace presstime
