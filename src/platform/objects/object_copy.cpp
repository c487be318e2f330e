#include "platform/objects/object_store.hpp"

#include <array>
#include <fstream>

namespace presstime {

Result<ObjectInfo> copy_object(ObjectStore& store, const std::string& from_key, const std::string& to_key)
{
    std::ifstream from(TRY(store.path_of(from_key)), std::ios::binary);
    auto to = TRY(store.create(to_key));
    std::array<char, 1 << 16> chunk;
    while (from.read(chunk.data(), chunk.size()) || from.gcount() > 0)
        TRY(to->write({chunk.data(), static_cast<std::size_t>(from.gcount())}));
    if (!from.eof())
        return fail(Error::retry("the object " + from_key + " cannot be read; check the disk"));
    return to->commit();
}

} // namespace presstime
