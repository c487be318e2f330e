// The file is replaced whole, never changed in place: a crash leaves the old ring or the new one.
#include "platform/crypto/key_ring.hpp"

#include "base/encoding.hpp"
#include "base/id.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace presstime {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxKeys = 10;
constexpr std::size_t kMaxFile_bytes = 64 * 1024;
constexpr std::size_t kId_letters = 8;
constexpr std::string_view kHeading =
    "# The keys that Presstime's secrets at rest are sealed with, newest first. Keep a copy of this file\n"
    "# apart from the copies of the data folder: without it those secrets are lost, with it they are open.\n";

class File {
public:
    explicit File(int number) : number_(number) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File()
    {
        if (number_ >= 0)
            ::close(number_);
    }
    int number() const { return number_; }

private:
    int number_;
};

Error unusable(const fs::path& path, std::string_view doing, int code)
{
    return Error::give_up(fmt::format("the key file {} cannot be {}: {}; mend the rights or the disk, or set "
                                      "secret_key_file to another place",
                                      path.string(), doing, std::generic_category().message(code)));
}

Error damaged(const fs::path& path, std::size_t line)
{
    return Error::give_up(fmt::format("line {} of the key file {} is no key; put the file back from its copy",
                                      line, path.string()));
}

SealingKey make_key()
{
    SealingKey key{make_random_text(kId_letters), {}};
    fill_random(key.bytes);
    return key;
}

bool is_key_id(std::string_view text)
{
    return text.size() == kId_letters && std::ranges::all_of(text, [](char letter) {
               return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
           });
}

Result<std::vector<SealingKey>> parse_ring(std::string_view text, const fs::path& path)
{
    std::vector<SealingKey> keys;
    std::size_t number = 0;
    for (const std::string_view each : split(text, '\n')) {
        ++number;
        const std::string_view line = trim(each);
        if (line.empty() || line.starts_with('#'))
            continue;
        const std::size_t space = line.find(' ');
        const Result<std::string> bytes =
            base64_decode_strict(space == line.npos ? "" : line.substr(space + 1));
        SealingKey key{std::string(line.substr(0, space)), {}};
        if (!is_key_id(key.id) || !bytes || bytes->size() != key.bytes.size() || keys.size() == kMaxKeys)
            return fail(damaged(path, number));
        std::ranges::copy(*bytes, key.bytes.begin());
        keys.push_back(std::move(key));
    }
    if (keys.empty())
        return fail(Error::give_up(
            fmt::format("the key file {} holds no key; put it back from its copy, or remove it "
                        "if no secret was ever stored",
                        path.string())));
    return keys;
}

std::string print_ring(const std::vector<SealingKey>& keys)
{
    std::string text(kHeading);
    for (const SealingKey& key : keys)
        text += fmt::format("{} {}\n", key.id, base64_encode(key.bytes));
    return text;
}

Result<std::string> read_all(int file, const fs::path& path)
{
    std::string text(kMaxFile_bytes, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        const ssize_t got = ::read(file, text.data() + length, text.size() - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(unusable(path, "read", errno));
        if (got == 0)
            break;
        length += static_cast<std::size_t>(got);
    }
    text.resize(length);
    return text;
}

// Nothing when there is no such file.
Result<std::vector<SealingKey>> read_ring(const fs::path& path)
{
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0 && errno == ENOENT)
        return std::vector<SealingKey>{};
    struct stat facts{};
    if (file.number() < 0 || ::fstat(file.number(), &facts) != 0)
        return fail(unusable(path, "read", errno));
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fail(Error::give_up(
            fmt::format("the key file {} may be read or written by others than its owner; run: chmod 600 {}",
                        path.string(), path.string())));
    return parse_ring(TRY(read_all(file.number(), path)), path);
}

Result<> flush_folder(const fs::path& path)
{
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const File opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.number() < 0 || ::fsync(opened.number()) != 0)
        return fail(unusable(path, "flushed", errno));
    return {};
}

// Writes and flushes the file under another name in the same folder.
Result<fs::path> write_aside(const fs::path& path, std::string_view text)
{
    fs::path aside = path;
    aside += fmt::format(".{}.new", make_random_text(kId_letters));
    const File file(::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.number() < 0)
        return fail(unusable(path, "made", errno));
    const ssize_t written = ::write(file.number(), text.data(), text.size());
    if (written != static_cast<ssize_t>(text.size()) || ::fsync(file.number()) != 0) {
        const int code = written >= 0 && written != static_cast<ssize_t>(text.size()) ? ENOSPC : errno;
        ::unlink(aside.c_str());
        return fail(unusable(path, "written", code));
    }
    return aside;
}

// Another process may make it at the same time: the first one wins, and both read that one.
Result<> create(const fs::path& path)
{
    const fs::path aside = TRY(write_aside(path, print_ring({make_key()})));
    const int linked = ::link(aside.c_str(), path.c_str());
    const int code = errno;
    ::unlink(aside.c_str());
    if (linked != 0 && code != EEXIST)
        return fail(unusable(path, "made", code));
    return flush_folder(path);
}

} // namespace

KeyRing::KeyRing(fs::path path, std::vector<SealingKey> keys) : path_(std::move(path)), keys_(std::move(keys))
{
}

Result<KeyRing> KeyRing::load_or_create(const fs::path& path)
{
    std::vector<SealingKey> keys = TRY(read_ring(path));
    if (keys.empty()) {
        TRY(create(path));
        keys = TRY(read_ring(path));
    }
    if (keys.empty())
        return fail(unusable(path, "read", ENOENT));
    return KeyRing(path, std::move(keys));
}

const SealingKey* KeyRing::find(std::string_view id) const
{
    const auto found = std::ranges::find(keys_, id, &SealingKey::id);
    return found == keys_.end() ? nullptr : &*found;
}

Result<> KeyRing::replace(std::vector<SealingKey> keys)
{
    const fs::path aside = TRY(write_aside(path_, print_ring(keys)));
    if (::rename(aside.c_str(), path_.c_str()) != 0) {
        const int code = errno;
        ::unlink(aside.c_str());
        return fail(unusable(path_, "replaced", code));
    }
    keys_ = std::move(keys);
    return flush_folder(path_);
}

Result<> KeyRing::add_key()
{
    if (keys_.size() >= kMaxKeys)
        return fail(
            Error::conflict(fmt::format("the key file {} holds {} keys already; seal everything with the "
                                        "newest one first, which drops the others",
                                        path_.string(), kMaxKeys)));
    std::vector<SealingKey> keys{make_key()};
    keys.insert(keys.end(), keys_.begin(), keys_.end());
    return replace(std::move(keys));
}

Result<> KeyRing::remove_old_keys(const std::vector<std::string>& still_needed)
{
    std::vector<SealingKey> kept{keys_.front()};
    for (const SealingKey& key : keys_)
        if (key.id != kept.front().id && std::ranges::find(still_needed, key.id) != still_needed.end())
            kept.push_back(key);
    return kept.size() == keys_.size() ? Result<>() : replace(std::move(kept));
}

} // namespace presstime
