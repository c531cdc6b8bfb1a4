using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hoth.Ports;
using Shouldly;
using Xunit;

namespace Hoth.PortContracts;

/// <summary>What every <see cref="IArtifactStore"/> promises. Tests use keys of their own, so that they may share a store.</summary>
public abstract class ArtifactStoreContract
{
    private const string MediaType = "application/json";

    private static int _lastKey;

    private readonly string _key = string.Create(CultureInfo.InvariantCulture, $"contract/{Environment.ProcessId}/{Interlocked.Increment(ref _lastKey)}");

    /// <summary>The store under test.</summary>
    protected abstract IArtifactStore Store { get; }

    [SkippableFact]
    public async Task Artifact_is_read_as_it_was_put()
    {
        await PutAsync(_key, "content 🜚");

        (await ReadAsync(_key)).ShouldBe("content 🜚");
    }

    [SkippableFact]
    public async Task Empty_artifact_is_there()
    {
        await PutAsync(_key, "");

        (await ReadAsync(_key)).ShouldBe("");
    }

    [SkippableFact]
    public async Task Artifact_that_is_not_there_is_null()
    {
        (await ReadAsync(_key)).ShouldBeNull();
    }

    [SkippableFact]
    public async Task Second_put_replaces_the_first()
    {
        await PutAsync(_key, "a longer first content");
        await PutAsync(_key, "second");

        (await ReadAsync(_key)).ShouldBe("second");
    }

    [SkippableFact]
    public async Task Key_that_begins_like_another_is_another()
    {
        await PutAsync(_key, "short");
        await PutAsync(_key + "/more", "long");
        await PutAsync(_key + "/More", "upper");

        (await ReadAsync(_key)).ShouldBe("short");
        (await ReadAsync(_key + "/more")).ShouldBe("long");
        (await ReadAsync(_key + "/More")).ShouldBe("upper");
    }

    [SkippableFact]
    public async Task Longest_key_is_allowed()
    {
        var key = _key + "/" + new string('k', 512 - _key.Length - 1);
        await PutAsync(key, "content");

        (await ReadAsync(key)).ShouldBe("content");
    }

    [SkippableFact]
    public async Task Deleted_artifact_is_gone()
    {
        await PutAsync(_key, "content");

        await Store.DeleteAsync(_key, default);
        (await ReadAsync(_key)).ShouldBeNull();

        await Store.DeleteAsync(_key, default);
    }

    [SkippableFact]
    public async Task Large_artifact_is_read_as_it_was_put()
    {
        var bytes = new byte[20 * 1024 * 1024];
        new Random(1).NextBytes(bytes);
        using var content = new MemoryStream(bytes);
        await Store.PutAsync(_key, content, "application/octet-stream", default);

        await using var stream = (await Store.OpenAsync(_key, default))!;

        Convert.ToHexString(await SHA256.HashDataAsync(stream)).ShouldBe(Convert.ToHexString(SHA256.HashData(bytes)));
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(8 * 1024 * 1024)]
    [InlineData((20 * 1024 * 1024) + 1)]
    public async Task Artifact_whose_length_is_not_known_before_is_read_as_it_was_put(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        using var content = new UnknownLengthStream(bytes);
        await Store.PutAsync(_key, content, "application/octet-stream", default);

        await using var stream = (await Store.OpenAsync(_key, default))!;

        Convert.ToHexString(await SHA256.HashDataAsync(stream)).ShouldBe(Convert.ToHexString(SHA256.HashData(bytes)));
    }

    [SkippableFact]
    public async Task Put_that_fails_late_leaves_the_old_artifact()
    {
        await PutAsync(_key, "old");
        using var content = new UnknownLengthStream(new byte[20 * 1024 * 1024], new IOException("broken"));

        await Should.ThrowAsync<Exception>(() => Store.PutAsync(_key, content, MediaType, default));

        (await ReadAsync(_key)).ShouldBe("old");
    }

    [SkippableFact]
    public async Task Put_that_fails_leaves_the_old_artifact()
    {
        await PutAsync(_key, "old");
        using var content = new BrokenStream();

        await Should.ThrowAsync<Exception>(() => Store.PutAsync(_key, content, MediaType, default));

        (await ReadAsync(_key)).ShouldBe("old");
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a b")]
    [InlineData("a\\b")]
    [InlineData("ä")]
    [InlineData("a\0b")]
    [InlineData("C:")]
    public async Task Key_outside_the_rule_is_refused(string key)
    {
        await Should.ThrowAsync<ArgumentException>(() => PutAsync(key, "content"));
        await Should.ThrowAsync<ArgumentException>(() => Store.OpenAsync(key, default));
        await Should.ThrowAsync<ArgumentException>(() => Store.DeleteAsync(key, default));
        await Should.ThrowAsync<ArgumentException>(() => Store.GetDownloadUrlAsync(key, TimeSpan.FromMinutes(1), default));
    }

    [SkippableFact]
    public async Task Key_that_is_too_long_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(() => PutAsync(new string('k', 513), "content"));
    }

    [SkippableFact]
    public async Task Download_url_is_absolute_and_differs_by_key()
    {
        var one = await Store.GetDownloadUrlAsync(_key, TimeSpan.FromHours(1), default);
        var other = await Store.GetDownloadUrlAsync(_key + "x", TimeSpan.FromHours(1), default);

        one.IsAbsoluteUri.ShouldBeTrue();
        other.ShouldNotBe(one);
    }

    [SkippableFact]
    public async Task Download_url_lifetime_out_of_range_is_refused()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.GetDownloadUrlAsync(_key, TimeSpan.Zero, default));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Store.GetDownloadUrlAsync(_key, TimeSpan.FromHours(13), default));
    }

    /// <summary>Puts a text.</summary>
    protected async Task PutAsync(string key, string content)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        await Store.PutAsync(key, stream, MediaType, default);
    }

    /// <summary>Reads a text, or null.</summary>
    protected async Task<string?> ReadAsync(string key)
    {
        await using var stream = await Store.OpenAsync(key, default);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Gives some bytes and fails then.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        private bool _read;

        public override long Length => 1000;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_read)
            {
                throw new InvalidOperationException("The source broke.");
            }

            _read = true;
            buffer[..Math.Min(10, buffer.Length)].Fill(1);
            return Math.Min(10, buffer.Length);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var buffer = new byte[10];
            while (true)
            {
                await destination.WriteAsync(buffer.AsMemory(0, Read(buffer)), cancellationToken);
            }
        }
    }

    /// <summary>Cannot seek, and may end in trouble.</summary>
    private sealed class UnknownLengthStream(byte[] bytes, Exception? atEnd = null) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            // Fewer than wanted, as from a network.
            var read = Math.Min(Math.Min(count, 50_000), bytes.Length - _position);
            if (read == 0 && atEnd is not null) throw atEnd;
            bytes.AsSpan(_position, read).CopyTo(buffer.AsSpan(offset));
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
