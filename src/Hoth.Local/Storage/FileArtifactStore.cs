using System.Security.Cryptography;
using System.Text;
using Hoth.Jobs;
using Hoth.Ports;

namespace Hoth.Local.Storage;

/// <summary>
/// Artifacts as files. A file is named by the hash of its key, because file systems know less than keys do (no name over 255 bytes, some
/// no difference between a and A, no file where there is a directory), and begins with its media type and key, so that the two and the content can only
/// change together. A kill between writing a file and the record that names it leaves a file that nobody can reach: files go once every record
/// that could name them is gone, as the bucket's lifecycle rule has it in AWS.
/// </summary>
public sealed class FileArtifactStore : IArtifactStore
{
    private const int BufferSize = 64 * 1024;

    private static readonly TimeSpan MaximumLifetime = TimeSpan.FromHours(12);

    /// <summary>A record with its tombstone; the longest deadline is far shorter than the tombstone's part of it.</summary>
    private static readonly TimeSpan Retention = JobLifecycle.RecordLifetime + JobLifecycle.TombstoneLifetime;

    private static readonly TimeSpan PurgeInterval = TimeSpan.FromDays(1);

    private readonly string _directory;
    private readonly IIds _ids;
    private readonly TimeProvider _time;
    private readonly Func<string, DateTimeOffset, Uri> _downloadUrl;
    private long _nextPurge;

    /// <summary>Opens the store.</summary>
    /// <param name="dataDirectory">The artifacts go to a directory "artifacts" in it.</param>
    /// <param name="ids">Names unfinished files.</param>
    /// <param name="time">For the expiry of URLs and the age of files.</param>
    /// <param name="downloadUrl">Makes the URL under which the host serves a key until an instant (<see cref="OpenDownloadAsync"/>).</param>
    public FileArtifactStore(string dataDirectory, IIds ids, TimeProvider time, Func<string, DateTimeOffset, Uri> downloadUrl)
    {
        _directory = Path.Combine(Path.GetFullPath(dataDirectory), "artifacts");
        _ids = ids;
        _time = time;
        _downloadUrl = downloadUrl;
        Directory.CreateDirectory(Unfinished);
        foreach (var leftOver in Directory.EnumerateFiles(Unfinished))
        {
            File.Delete(leftOver);
        }
    }

    private string Unfinished => Path.Combine(_directory, "unfinished");

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The key or the media type is not allowed.</exception>
    public Task PutAsync(string key, Stream content, string mediaType, CancellationToken cancellationToken)
    {
        ArtifactKey.Check(key);
        var header = new ArtifactHeader(key, mediaType).ToBytes();
        return GuardAsync(async () =>
        {
            Purge();
            var path = PathOf(key);
            var unfinished = Path.Combine(Unfinished, _ids.NewId());
            try
            {
                await WriteAsync(unfinished, header, content, cancellationToken);
                File.SetLastWriteTimeUtc(unfinished, _time.GetUtcNow().UtcDateTime);
                DurableDirectory.Create(Path.GetDirectoryName(path)!);
                File.Move(unfinished, path, overwrite: true);
                DurableDirectory.Flush(Path.GetDirectoryName(path)!);
                return true;
            }
            finally
            {
                File.Delete(unfinished);
            }
        });
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The key is not allowed.</exception>
    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        (await OpenDownloadAsync(key, cancellationToken))?.Content;

    /// <summary>Opens an artifact with its media type, for the host that serves it; null when there is none.</summary>
    /// <exception cref="ArgumentException">The key is not allowed.</exception>
    /// <exception cref="PortUnavailableException">The disk fails.</exception>
    public Task<ArtifactDownload?> OpenDownloadAsync(string key, CancellationToken cancellationToken)
    {
        ArtifactKey.Check(key);
        return GuardAsync<ArtifactDownload?>(async () =>
        {
            FileStream file;
            try
            {
                file = new FileStream(
                    PathOf(key), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, FileOptions.Asynchronous);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }

            try
            {
                var header = await ArtifactHeader.ReadAsync(file, cancellationToken);
                return new(new TailStream(file, file.Position), header.MediaType);
            }
            catch
            {
                await file.DisposeAsync();
                throw;
            }
        });
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The key is not allowed.</exception>
    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        ArtifactKey.Check(key);
        return GuardAsync(() =>
        {
            try
            {
                File.Delete(PathOf(key));
            }
            catch (DirectoryNotFoundException)
            {
                // As good as deleted.
            }

            return Task.FromResult(true);
        });
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The key or the lifetime is not allowed.</exception>
    public Task<Uri> GetDownloadUrlAsync(string key, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        ArtifactKey.Check(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, MaximumLifetime);
        return Task.FromResult(_downloadUrl(key, _time.GetUtcNow() + lifetime));
    }

    private static async Task WriteAsync(string path, byte[] header, Stream content, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize, FileOptions.Asynchronous);
        await file.WriteAsync(header, cancellationToken);
        await content.CopyToAsync(file, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PortUnavailableException("artifact store", e);
        }
    }

    /// <summary>Once a day, with whoever writes then, deletes what is older than any record.</summary>
    private void Purge()
    {
        var now = _time.GetUtcNow();
        var due = Interlocked.Read(ref _nextPurge);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextPurge, (now + PurgeInterval).UtcTicks, due) != due) return;
        var before = (now - Retention).UtcDateTime;
        foreach (var file in Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories))
        {
            if (File.GetLastWriteTimeUtc(file) < before && !file.StartsWith(Unfinished, StringComparison.Ordinal)) File.Delete(file);
        }
    }

    private string PathOf(string key)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
        return Path.Combine(_directory, name[..2], name);
    }
}

/// <summary>An opened artifact.</summary>
/// <param name="Content">To be disposed by the caller; can seek.</param>
/// <param name="MediaType">As it was put.</param>
public sealed record ArtifactDownload(Stream Content, string MediaType);
