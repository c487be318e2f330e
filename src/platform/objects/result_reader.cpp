// Reads result files. Nothing in the file is trusted: sizes are held against the file's length and against
// what the compressed block itself says, counts against the bytes that are there.
#include "platform/objects/column_codec.hpp"
#include "platform/objects/result_file.hpp"
#include "platform/objects/result_format.hpp"

#include <fmt/format.h>
#include <fstream>
#include <zstd.h>

namespace presstime {
namespace {

using namespace result_file;

Error damaged(std::string_view what)
{
    return Error::give_up(fmt::format("the stored result is damaged ({}); run the report again", what));
}

Result<std::vector<Column>> decode_schema(std::string_view content)
{
    ByteCursor in(content);
    auto kind = in.number<BlockKind>();
    auto count = in.number<std::uint32_t>();
    if (in.failed() || kind != BlockKind::schema || count > content.size())
        return fail(damaged("no schema"));
    std::vector<Column> columns(count);
    for (Column& column : columns) {
        auto type = in.number<std::uint8_t>();
        column.scale = in.number<std::uint8_t>();
        column.name = in.take(in.number<std::uint32_t>());
        if (type > static_cast<std::uint8_t>(ColumnType::timestamp) || column.scale > 18)
            return fail(damaged("an unknown column type"));
        column.type = static_cast<ColumnType>(type);
    }
    if (!in.at_end())
        return fail(damaged("the schema does not end where it should"));
    return columns;
}

class FileResultReader final : public BatchReader {
public:
    explicit FileResultReader(std::ifstream file) : file_(std::move(file)), decompressor_(ZSTD_createDCtx())
    {
    }

    // Reads head and schema, and makes sure that the end is there.
    Result<> begin()
    {
        file_.seekg(0, std::ios::end);
        left_ = static_cast<std::uint64_t>(file_.tellg());
        constexpr std::uint64_t kHeadBytes = kMagic.size() + sizeof kVersion;
        if (!file_ || left_ < kHeadBytes + kEndMagic.size())
            return fail(damaged("it is too short"));
        file_.seekg(-static_cast<std::streamoff>(kEndMagic.size()), std::ios::end);
        if (TRY(read(kEndMagic.size())) != kEndMagic)
            return fail(damaged("its end is missing"));
        file_.seekg(0);
        left_ += kEndMagic.size();
        std::string head = TRY(read(kHeadBytes));
        ByteCursor in(head);
        if (in.take(kMagic.size()) != kMagic)
            return fail(damaged("it is not a result file"));
        if (auto version = in.number<std::uint32_t>(); version != kVersion)
            return fail(damaged(fmt::format("version {} is unknown here", version)));
        std::string schema = TRY(read_block());
        columns_ = TRY(decode_schema(schema));
        return {};
    }

    const std::vector<Column>& columns() const override { return columns_; }
    Completeness completeness() const override { return completeness_; }

    Result<bool> next(Batch& batch) override
    {
        batch.rows = 0;
        batch.columns.clear();
        for (const Column& column : columns_)
            batch.columns.push_back(make_column_data(column));
        if (at_end_)
            return false;
        std::string content = TRY(read_block());
        ByteCursor in(content);
        auto kind = in.number<BlockKind>();
        if (kind == BlockKind::footer) {
            TRY(read_footer(in));
            at_end_ = true;
            return false;
        }
        auto index = in.number<std::uint64_t>();
        auto rows = in.number<std::uint32_t>();
        if (in.failed() || kind != BlockKind::rows || index != blocks_ || rows == 0 || rows > kMaxBlockRows)
            return fail(damaged("a block is not where it belongs"));
        for (ColumnData& column : batch.columns) {
            if (!decode_column(in, rows, column))
                return fail(damaged(fmt::format("block {} does not hold its columns", index + 1)));
        }
        if (!in.at_end())
            return fail(damaged(fmt::format("block {} is too long", index + 1)));
        batch.rows = rows;
        rows_ += rows;
        ++blocks_;
        return true;
    }

private:
    struct Free {
        void operator()(ZSTD_DCtx* decompressor) const { ZSTD_freeDCtx(decompressor); }
    };

    Result<std::string> read(std::uint64_t count)
    {
        if (count > left_)
            return fail(damaged("it ends too early"));
        std::string bytes(count, '\0');
        if (!file_.read(bytes.data(), static_cast<std::streamsize>(count)))
            return fail(Error::retry("the stored result cannot be read"));
        left_ -= count;
        return bytes;
    }

    Result<std::string> read_block()
    {
        std::string head = TRY(read(2 * sizeof(std::uint64_t)));
        ByteCursor in(head);
        auto size = in.number<std::uint64_t>();
        auto content_size = in.number<std::uint64_t>();
        std::string block = TRY(read(size));
        if (content_size > kMaxBlockBytes ||
            ZSTD_getFrameContentSize(block.data(), block.size()) != content_size)
            return fail(damaged("a block's size is wrong"));
        std::string content(content_size, '\0');
        std::size_t got = ZSTD_decompressDCtx(decompressor_.get(), content.data(), content.size(),
                                              block.data(), block.size());
        if (ZSTD_isError(got) || got != content_size)
            return fail(damaged(ZSTD_isError(got) ? ZSTD_getErrorName(got) : "a block is too short"));
        return content;
    }

    Result<> read_footer(ByteCursor& in)
    {
        auto rows = in.number<std::uint64_t>();
        auto blocks = in.number<std::uint64_t>();
        completeness_.rows_in_result = in.number<std::int64_t>();
        completeness_.cut = in.number<std::uint8_t>() != 0;
        completeness_.reason = in.take(in.number<std::uint32_t>());
        if (!in.at_end() || rows != rows_ || blocks != blocks_ || left_ != kEndMagic.size())
            return fail(damaged("its footer does not match its rows"));
        return {};
    }

    std::ifstream file_;
    std::unique_ptr<ZSTD_DCtx, Free> decompressor_;
    std::vector<Column> columns_;
    Completeness completeness_;
    std::uint64_t left_ = 0;
    std::uint64_t rows_ = 0;
    std::uint64_t blocks_ = 0;
    bool at_end_ = false;
};

} // namespace

Result<std::unique_ptr<BatchReader>> open_result_file(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(Error::not_found("the stored result is not there").with_context(path.string()));
    auto reader = std::make_unique<FileResultReader>(std::move(file));
    TRY(reader->begin());
    return std::unique_ptr<BatchReader>(std::move(reader));
}

} // namespace presstime
