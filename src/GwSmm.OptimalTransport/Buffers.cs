namespace GwSmm.OptimalTransport;

/// <summary>Buffers that workspaces keep from one problem to the next.</summary>
internal static class Buffers
{
    /// <summary>Replaces a buffer that is too short; its content is lost then.</summary>
    /// <typeparam name="T">Type of an element.</typeparam>
    /// <param name="buffer">The buffer.</param>
    /// <param name="length">What is needed.</param>
    public static void Grow<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[length];
        }
    }
}
