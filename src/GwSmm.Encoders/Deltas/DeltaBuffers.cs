namespace GwSmm.Encoders;

/// <summary>The matrices of one layer, written anew for every layer of every batch. Not thread-safe.</summary>
internal sealed class DeltaBuffers
{
    private readonly Dictionary<string, float[]> _buffers = new(StringComparer.Ordinal);

    /// <summary>The buffer of a role, of exactly that length; its contents are undefined.</summary>
    /// <param name="role">The name of a tensor without its layer: layers take turns.</param>
    /// <param name="length">Values.</param>
    public float[] For(string role, int length)
    {
        if (!_buffers.TryGetValue(role, out var buffer) || buffer.Length != length)
        {
            _buffers[role] = buffer = GC.AllocateUninitializedArray<float>(length);
        }

        return buffer;
    }
}
