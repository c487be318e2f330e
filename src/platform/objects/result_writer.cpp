// Writes result files: schema block, row blocks, footer block, end mark.
#include "platform/objects/column_codec.hpp"
#include "platform/objects/result_file.hpp"
#include "platform/objects/result_format.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <zstd.h>

namespace presstime {
namespace {

using namespace result_file;

std::string encode_schema(const std::vector<Column>& columns)
{
    std::string content;
    put(content, BlockKind::schema);
    put(content, static_cast<std::uint32_t>(columns.size()));
    for (const Column& column : columns) {
        put(content, column.type);
        put(content, static_cast<std::uint8_t>(column.scale));
        put(content, static_cast<std::uint32_t>(column.name.size()));
        content.append(column.name);
    }
    return content;
}

class FileResultWriter final : public ResultWriter {
public:
    FileResultWriter(ObjectWriter& object, const std::vector<Column>& columns)
        : object_(object), columns_(columns), compressor_(ZSTD_createCCtx())
    {
        ZSTD_CCtx_setParameter(compressor_.get(), ZSTD_c_compressionLevel, 1);
        ZSTD_CCtx_setParameter(compressor_.get(), ZSTD_c_checksumFlag, 1);
    }

    Result<> write_header()
    {
        std::string head(kMagic);
        put(head, kVersion);
        TRY(object_.write(head));
        return write_block(encode_schema(columns_));
    }

    Result<> append(const Batch& batch) override
    {
        TRY(check(batch));
        if (batch.rows == 0)
            return {};
        std::size_t blocks = batch.byte_size() / kTargetBlockBytes + 1;
        std::size_t step = std::clamp<std::size_t>(batch.rows / blocks, 1, kMaxBlockRows);
        for (std::size_t first = 0; first < batch.rows; first += step)
            TRY(write_rows(batch, {first, std::min(step, batch.rows - first)}));
        return {};
    }

    Result<> finish(const Completeness& completeness) override
    {
        std::string content;
        put(content, BlockKind::footer);
        put(content, rows_);
        put(content, blocks_);
        put(content, completeness.rows_in_result);
        put(content, static_cast<std::uint8_t>(completeness.cut ? 1 : 0));
        put(content, static_cast<std::uint32_t>(completeness.reason.size()));
        content.append(completeness.reason);
        TRY(write_block(content));
        return object_.write(kEndMagic);
    }

private:
    struct Free {
        void operator()(ZSTD_CCtx* compressor) const { ZSTD_freeCCtx(compressor); }
    };

    Result<> check(const Batch& batch) const
    {
        bool fits = batch.columns.size() == columns_.size();
        for (std::size_t at = 0; fits && at < columns_.size(); ++at) {
            const ColumnData& data = batch.columns[at];
            fits =
                data.type == columns_[at].type && data.scale == columns_[at].scale && data.rows == batch.rows;
        }
        if (!fits)
            return fail(Error::give_up("a batch does not have the columns of its result"));
        return {};
    }

    Result<> write_rows(const Batch& batch, RowRange range)
    {
        content_.clear();
        put(content_, BlockKind::rows);
        put(content_, blocks_);
        put(content_, static_cast<std::uint32_t>(range.count));
        for (const ColumnData& column : batch.columns)
            encode_column(content_, column, range);
        TRY(write_block(content_));
        rows_ += range.count;
        ++blocks_;
        return {};
    }

    Result<> write_block(std::string_view content)
    {
        if (content.size() > kMaxBlockBytes)
            return fail(Error::too_large("", "a row of the result is too large to be stored"));
        constexpr std::size_t kHead = 2 * sizeof(std::uint64_t);
        block_.resize(kHead + ZSTD_compressBound(content.size()));
        std::size_t size = ZSTD_compress2(compressor_.get(), block_.data() + kHead, block_.size() - kHead,
                                          content.data(), content.size());
        if (ZSTD_isError(size))
            return fail(
                Error::retry(fmt::format("the result cannot be compressed ({})", ZSTD_getErrorName(size))));
        std::string head;
        put(head, static_cast<std::uint64_t>(size));
        put(head, static_cast<std::uint64_t>(content.size()));
        std::copy(head.begin(), head.end(), block_.begin());
        return object_.write(std::string_view(block_).substr(0, kHead + size));
    }

    ObjectWriter& object_;
    std::vector<Column> columns_;
    std::unique_ptr<ZSTD_CCtx, Free> compressor_;
    std::string content_;
    std::string block_;
    std::uint64_t rows_ = 0;
    std::uint64_t blocks_ = 0;
};

} // namespace

Result<std::unique_ptr<ResultWriter>> make_result_writer(ObjectWriter& object,
                                                         const std::vector<Column>& columns)
{
    auto writer = std::make_unique<FileResultWriter>(object, columns);
    TRY(writer->write_header());
    return std::unique_ptr<ResultWriter>(std::move(writer));
}

} // namespace presstime
