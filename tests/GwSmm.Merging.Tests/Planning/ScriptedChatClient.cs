using Microsoft.Extensions.AI;

namespace GwSmm.Merging.Tests;

/// <summary>Gives prepared answers, one after the other, and remembers what it was asked.</summary>
/// <param name="answers">The answers; the last one is repeated.</param>
internal sealed class ScriptedChatClient(params string[] answers) : IChatClient
{
    public List<List<ChatMessage>> Asked { get; } = [];

    public List<ChatOptions?> Options { get; } = [];

    public CancellationTokenSource? CancelWhenAsked { get; init; }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        CancelWhenAsked?.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
        Asked.Add([.. messages]);
        Options.Add(options);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answers[Math.Min(Asked.Count, answers.Length) - 1])));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
