using System.Text;
using Hoth.Jobs;
using Hoth.Local.Storage;
using Hoth.PortContracts;
using Hoth.Ports;

namespace Hoth.Local.Tests.Storage;

public sealed class FileArtifactStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly FileArtifactStore _store;

    public FileArtifactStoreTests() =>
        _store = new FileArtifactStore(_directory.Path, SystemIds.Instance, _clock, static (key, _) => new Uri($"http://localhost/{key}"));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task File_is_kept_as_long_as_a_record_could_name_it_and_then_goes()
    {
        await PutAsync("orphan");
        _clock.Advance(JobLifecycle.RecordLifetime + JobLifecycle.TombstoneLifetime);
        await PutAsync("young");
        (await IsThereAsync("orphan")).ShouldBeTrue();

        _clock.Advance(TimeSpan.FromDays(1));
        await PutAsync("another");

        (await IsThereAsync("orphan")).ShouldBeFalse();
        (await IsThereAsync("young")).ShouldBeTrue();
    }

    private async Task PutAsync(string key)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("content"));
        await _store.PutAsync(key, content, "text/plain", CancellationToken.None);
    }

    private async Task<bool> IsThereAsync(string key)
    {
        await using var stream = await _store.OpenAsync(key, CancellationToken.None);
        return stream is not null;
    }
}
