// Objects as files below one folder. Unfinished ones lie in ".unfinished" of the same folder, so that a
// rename makes them visible at once; a key's segment cannot start with a dot, so no key reaches in there.
#include "platform/objects/object_store.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "platform/crypto/sha256.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace presstime {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxKeyBytes = 512;
constexpr std::size_t kBufferBytes = std::size_t{128} * 1024;
constexpr const char* kUnfinished = ".unfinished";

Error storage_error(int code, std::string_view doing)
{
    std::string context = fmt::format("{}: {}", doing, std::generic_category().message(code));
    if (code == ENOSPC || code == EDQUOT || code == EFBIG)
        return Error::retry("no space left in the artifact folder; free some or raise the quota")
            .with_context(std::move(context));
    if (code == ENOENT)
        return Error::not_found("the stored object is not there").with_context(std::move(context));
    return Error::retry(
               fmt::format("the artifact folder cannot be used ({})", std::generic_category().message(code)))
        .with_context(std::move(context));
}

bool is_segment(std::string_view segment)
{
    auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-';
    };
    return !segment.empty() && segment.front() != '.' && std::all_of(segment.begin(), segment.end(), allowed);
}

Result<> check_key(std::string_view key)
{
    std::vector<std::string_view> segments = split(key, '/');
    if (key.size() > kMaxKeyBytes || !std::all_of(segments.begin(), segments.end(), is_segment))
        return fail(Error::invalid("key", "an object key is a relative path of letters, digits, '.', '_' and "
                                          "'-', and no part starts with a dot"));
    return {};
}

class FileDescriptor {
public:
    explicit FileDescriptor(int number) : number_(number) {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor() { close(); }
    int number() const { return number_; }
    int close()
    {
        int result = number_ >= 0 ? ::close(number_) : 0;
        number_ = -1;
        return result;
    }

private:
    int number_;
};

Result<> sync_folder(const fs::path& folder)
{
    FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.number() < 0 || ::fsync(opened.number()) != 0)
        return fail(storage_error(errno, "fsync of a folder"));
    return {};
}

// Makes the missing folders of `folder`, each durable in its parent.
Result<> make_folders(const fs::path& folder)
{
    if (folder.empty() || ::access(folder.c_str(), F_OK) == 0)
        return {};
    TRY(make_folders(folder.parent_path()));
    if (::mkdir(folder.c_str(), 0700) != 0)
        return errno == EEXIST ? Result<>{} : fail(storage_error(errno, "mkdir"));
    return folder.has_parent_path() ? sync_folder(folder.parent_path()) : Result<>{};
}

class FileObjectWriter final : public ObjectWriter {
public:
    FileObjectWriter(int descriptor, fs::path temporary, fs::path target)
        : file_(descriptor), temporary_(std::move(temporary)), target_(std::move(target))
    {
        buffer_.reserve(kBufferBytes);
    }
    ~FileObjectWriter() override
    {
        if (!committed_)
            ::unlink(temporary_.c_str());
    }

    Result<> write(std::string_view bytes) override
    {
        if (file_.number() < 0)
            return fail(Error::give_up("the object was already finished or has failed"));
        hash_.update(bytes);
        bytes_ += static_cast<std::int64_t>(bytes.size());
        if (buffer_.size() + bytes.size() > kBufferBytes)
            TRY(flush());
        if (bytes.size() >= kBufferBytes)
            return put(bytes);
        buffer_.append(bytes);
        return {};
    }

    Result<ObjectInfo> commit() override
    {
        if (file_.number() < 0)
            return fail(Error::give_up("the object was already finished or has failed"));
        TRY(flush());
        if (::fsync(file_.number()) != 0)
            return fail(broken(errno, "fsync"));
        if (file_.close() != 0)
            return fail(storage_error(errno, "close"));
        TRY(make_folders(target_.parent_path()));
        if (::rename(temporary_.c_str(), target_.c_str()) != 0)
            return fail(storage_error(errno, "rename"));
        committed_ = true;
        TRY(sync_folder(target_.parent_path()));
        return ObjectInfo{bytes_, hex_encode(hash_.finish())};
    }

private:
    // After a failed write what lies in the file is unknown: nothing more may be added or committed.
    Error broken(int code, std::string_view doing)
    {
        file_.close();
        return storage_error(code, doing);
    }

    Result<> flush()
    {
        TRY(put(buffer_));
        buffer_.clear();
        return {};
    }

    Result<> put(std::string_view bytes)
    {
        while (!bytes.empty()) {
            ssize_t written = ::write(file_.number(), bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                return fail(broken(errno, "write"));
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }

    FileDescriptor file_;
    fs::path temporary_;
    fs::path target_;
    std::string buffer_;
    Sha256 hash_;
    std::int64_t bytes_ = 0;
    bool committed_ = false;
};

// The entries of a folder whose name begins with `path`'s last part. They are listed first: what a listing
// shows of a folder that changes meanwhile is anybody's guess.
void remove_beginning_with(const fs::path& path, std::error_code& code)
{
    const std::string beginning = path.filename().string();
    std::vector<fs::path> found;
    for (fs::directory_iterator entry(path.parent_path(), code), end; !code && entry != end;
         entry.increment(code))
        if (entry->path().filename().string().starts_with(beginning))
            found.push_back(entry->path());
    for (const fs::path& each : found)
        if (!code)
            fs::remove_all(each, code);
}

class FileObjectStore final : public ObjectStore {
public:
    explicit FileObjectStore(fs::path folder) : folder_(std::move(folder)) {}

    Result<std::unique_ptr<ObjectWriter>> create(const std::string& key) override
    {
        TRY(check_key(key));
        fs::path unfinished = folder_ / kUnfinished;
        TRY(make_folders(unfinished));
        fs::path temporary = unfinished / make_random_text(24);
        int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (descriptor < 0)
            return fail(storage_error(errno, "open"));
        return std::make_unique<FileObjectWriter>(descriptor, std::move(temporary), folder_ / key);
    }

    Result<fs::path> path_of(const std::string& key) override
    {
        TRY(check_key(key));
        fs::path path = folder_ / key;
        struct stat status = {};
        if (::lstat(path.c_str(), &status) != 0)
            return fail(storage_error(errno, key));
        if (!S_ISREG(status.st_mode))
            return fail(Error::not_found("the stored object is not there").with_context(key));
        return path;
    }

    Result<> remove(const std::string& key) override
    {
        TRY(check_key(key));
        if (::unlink((folder_ / key).c_str()) != 0 && errno != ENOENT && errno != ENOTDIR)
            return fail(storage_error(errno, "unlink"));
        return {};
    }

    Result<> remove_prefix(const std::string& prefix) override
    {
        std::string_view key = prefix;
        const bool whole_folder = key.ends_with('/');
        if (whole_folder)
            key.remove_suffix(1);
        TRY(check_key(key));
        const fs::path path = folder_ / key;
        std::error_code code;
        if (whole_folder)
            fs::remove_all(path, code);
        else
            remove_beginning_with(path, code);
        if (code && code != std::errc::no_such_file_or_directory)
            return fail(storage_error(code.value(), "remove"));
        return {};
    }

    Result<int> sweep_unfinished() override
    {
        std::error_code code;
        int removed = 0;
        for (fs::directory_iterator entry(folder_ / kUnfinished, code), end; !code && entry != end;
             entry.increment(code)) {
            if (::unlink(entry->path().c_str()) == 0)
                ++removed;
        }
        if (code && code != std::errc::no_such_file_or_directory)
            return fail(storage_error(code.value(), "sweep"));
        return removed;
    }

private:
    fs::path folder_;
};

} // namespace

std::unique_ptr<ObjectStore> make_file_object_store(fs::path folder)
{
    return std::make_unique<FileObjectStore>(std::move(folder));
}

Result<ObjectInfo> put_object(ObjectStore& store, const std::string& key, std::string_view bytes)
{
    auto writer = TRY(store.create(key));
    TRY(writer->write(bytes));
    return writer->commit();
}

Result<std::string> get_object(ObjectStore& store, const std::string& key, std::int64_t max_bytes)
{
    fs::path path = TRY(store.path_of(key));
    std::error_code code;
    auto size = static_cast<std::int64_t>(fs::file_size(path, code));
    if (code)
        return fail(storage_error(code.value(), key));
    if (size > max_bytes)
        return fail(
            Error::too_large("key", fmt::format("the stored object is {}, more than the {} allowed here",
                                                format_bytes(static_cast<std::uint64_t>(size)),
                                                format_bytes(static_cast<std::uint64_t>(max_bytes)))));
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::ifstream file(path, std::ios::binary);
    if (!file.read(bytes.data(), size))
        return fail(Error::retry("the stored object cannot be read").with_context(key));
    return bytes;
}

} // namespace presstime
