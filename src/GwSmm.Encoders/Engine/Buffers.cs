namespace GwSmm.Encoders;

/// <summary>Arrays that grow and are then reused.</summary>
internal static class Buffers
{
    /// <summary>Makes an array at least that long; its contents are undefined afterwards.</summary>
    public static void Ensure<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            // A quarter more, so that slowly rising lengths do not allocate every time.
            buffer = GC.AllocateUninitializedArray<T>(length + (length / 4));
        }
    }
}
