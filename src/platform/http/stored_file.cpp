#include "platform/http/stored_file.hpp"

#include <sys/stat.h>

namespace presstime::http {

Result<StoredFile> open_stored_file(const std::filesystem::path& path, std::int64_t bytes)
{
    StoredFile file(std::fopen(path.c_str(), "rbe"));
    struct stat status{};
    if (!file || fstat(fileno(file.get()), &status) != 0)
        return fail(Error::retry("the stored file cannot be opened").with_context(path.string()));
    if (status.st_size != bytes)
        return fail(Error::give_up("the stored file is not as long as its record says; make it again")
                        .with_context(path.string()));
    return file;
}

} // namespace presstime::http
