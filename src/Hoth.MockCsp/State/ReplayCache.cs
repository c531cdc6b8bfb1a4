using Hoth.MockCsp.Hosting;

namespace Hoth.MockCsp.State;

/// <summary>Answers by Idempotency-Key, the newest <paramref name="capacity"/> of them. Callers hold <see cref="CspInstance.Gate"/>.</summary>
internal sealed class ReplayCache(int capacity)
{
    private readonly Dictionary<string, Answer> answers = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    public Answer? Find(string key) => answers.GetValueOrDefault(key);

    public void Add(string key, Answer answer)
    {
        answers.Add(key, answer);
        order.Enqueue(key);
        if (order.Count > capacity)
        {
            answers.Remove(order.Dequeue());
        }
    }
}
