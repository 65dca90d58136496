"""Pages of lists: ``page`` and ``page_size`` in, ``pagination`` beside the data out."""

from __future__ import annotations

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response


class EnvelopePagination(PageNumberPagination):
    """50 rows a page unless asked otherwise, 200 at most."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_paginated_response(self, data: Any) -> Response:
        page, request = self.page, self.request
        if page is None or request is None:
            raise RuntimeError("paginate_queryset comes first.")
        return Response(
            {
                "results": data,
                "pagination": {
                    "count": page.paginator.count,
                    "page": page.number,
                    "page_size": self.get_page_size(request),
                    "next": self.get_next_link(),
                    "previous": self.get_previous_link(),
                },
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        numbers = {name: {"type": "integer"} for name in ("count", "page", "page_size")}
        pagination = {
            "type": "object",
            "required": [*numbers, "next", "previous"],
            "properties": {**numbers, "next": link, "previous": link},
        }
        return {
            "type": "object",
            "required": ["success", "data", "pagination", "request_id"],
            "properties": {
                "success": {"type": "boolean"},
                "data": schema,
                "pagination": pagination,
                "request_id": {"type": "string"},
            },
        }


class StepsPagination(EnvelopePagination):
    """For traces, which are read whole: 1,000 rows a page."""

    page_size = 1000
    max_page_size = 1000
