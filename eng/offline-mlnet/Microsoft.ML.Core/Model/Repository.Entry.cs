namespace Microsoft.ML;

internal abstract partial class Repository
{
    public sealed class Entry : IDisposable
    {
        private Repository _owner;

        internal Entry(Repository owner, string path, Stream stream)
        {
            _owner = owner;
            Path = path;
            Stream = stream;
        }

        public string Path { get; }

        public Stream Stream { get; }

        public void Dispose()
        {
            _owner?.OnDispose(this);
            _owner = null;
        }
    }
}
