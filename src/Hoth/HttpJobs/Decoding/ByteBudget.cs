using Hoth.Streams;

namespace Hoth.HttpJobs.Decoding;

/// <summary>How many bytes a download may become, over all that is in it.</summary>
internal sealed class ByteBudget(long maximum)
{
    private long _used;

    /// <exception cref="HttpJobException">There are more than allowed.</exception>
    public void Use(int bytes)
    {
        if ((_used += bytes) > maximum) throw HttpJobException.TooLarge($"The download is larger than {maximum / (1024 * 1024)} MiB (max_mebibytes).");
    }
}

/// <summary>Counts what is read, against a budget where there is one.</summary>
internal sealed class CountingStream(Stream inner, ByteBudget? budget) : ReadingStream(inner)
{
    public long Count { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await Inner.ReadAsync(buffer, cancellationToken);
        Count += read;
        budget?.Use(read);
        return read;
    }
}

/// <summary>Decompressed content that must not be too many times larger than its source: a few kilobytes can be made to unfold to terabytes.</summary>
internal sealed class RatioStream(Stream inner, Func<long> compressed, int maximum) : ReadingStream(inner)
{
    /// <summary>Small content may have any ratio: a header line repeated is no attack.</summary>
    private const long Grace = 1024 * 1024;

    private long _count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await Inner.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw HttpJobException.Malformed("The download's compression is broken.");
        }

        _count += read;
        if (_count > Grace && _count / maximum > compressed()) throw HttpJobException.TooLarge($"The download unfolds to more than {maximum} times its compressed size (max_ratio).");
        return read;
    }
}
