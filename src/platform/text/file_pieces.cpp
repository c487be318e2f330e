#include "platform/text/file_pieces.hpp"

#include <fstream>
#include <string>

namespace presstime {

Result<> each_piece(const std::filesystem::path& path,
                    const std::function<Result<bool>(std::string_view)>& take)
{
    std::ifstream file(path, std::ios::binary);
    std::string piece(kFilePiece_bytes, '\0');
    while (file) {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const auto bytes = static_cast<std::size_t>(file.gcount());
        if (bytes > 0 && !TRY(take(std::string_view(piece).substr(0, bytes))))
            return {};
    }
    if (!file.eof())
        return fail(Error::retry("the uploaded file cannot be read"));
    return {};
}

} // namespace presstime
