// Blobs by key: artifacts, stored results, mail bytes. Writing is temp name,
// fsync, rename, fsync of the folder; a half-written object is never visible.
// Keys are relative paths of [A-Za-z0-9._-] segments ("runs/512/1.pdf").
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace presstime {

struct ObjectInfo {
    std::int64_t bytes = 0;
    std::string sha256; // hex
};

// Collects bytes under a temporary name; gone unless committed.
class ObjectWriter {
public:
    virtual ~ObjectWriter() = default;
    // retry when the disk is full or fails ("no space left in the artifact folder").
    virtual Result<> write(std::string_view bytes) = 0;
    // Makes the object visible under its key, replacing an older one.
    virtual Result<ObjectInfo> commit() = 0;
};

class ObjectStore {
public:
    virtual ~ObjectStore() = default;
    virtual Result<std::unique_ptr<ObjectWriter>> create(const std::string& key) = 0;
    // A local path to read the object from; not_found when it is not there.
    virtual Result<std::filesystem::path> path_of(const std::string& key) = 0;
    virtual Result<> remove(const std::string& key) = 0;
    // Every object whose key begins with `prefix`: "runs/512/" or "runs/512/result-". None is no error.
    virtual Result<> remove_prefix(const std::string& prefix) = 0;
    // Removes temporary files left by a crash. Call once at start.
    virtual Result<int> sweep_unfinished() = 0;
};

std::unique_ptr<ObjectStore> make_file_object_store(std::filesystem::path folder);

// Convenience over the two calls above.
Result<ObjectInfo> put_object(ObjectStore& store, const std::string& key, std::string_view bytes);
Result<ObjectInfo> copy_object(ObjectStore& store, const std::string& from_key, const std::string& to_key);
Result<std::string> get_object(ObjectStore& store, const std::string& key, std::int64_t max_bytes);

} // namespace presstime
